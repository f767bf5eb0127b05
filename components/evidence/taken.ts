"use client";

import { useEffect } from "react";
import { DOWNLOAD } from "../connections/addresses";
import { type EvidenceFacts, useDownload } from "./evidence-api";

/** Downloads the bundle once, where the address says so; loaded anew, the page does not do it again. */
export function useTaken({ status, downloadUrl, fileName }: EvidenceFacts): void {
  const download = useDownload();
  const href = download(downloadUrl);
  useEffect(() => {
    if (status !== "ready" || window.location.search !== DOWNLOAD) return;
    window.history.replaceState(null, "", window.location.pathname);
    const link = document.createElement("a");
    link.href = href;
    link.download = fileName;
    link.click();
  }, [status, href, fileName]);
}
