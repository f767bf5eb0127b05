"use client";

import { useEffect, useEffectEvent } from "react";
import { DOWNLOAD } from "../connections/addresses";
import { type EvidenceFacts, useDownload, useEvidenceStale } from "./evidence-api";

// A download is on record a moment after the click; where the server is busy, the second look finds it.
const LOOK_AFTER_MS = [1_000, 5_000];

/** After a download that begins on the page, evidence is asked for again, so that the page soon tells of it. */
export function useDownloadsTold(): void {
  const stale = useEvidenceStale();
  const look = useEffectEvent(() => void stale());
  useEffect(() => {
    const waiting = new Set<ReturnType<typeof setTimeout>>();
    const begun = ({ target }: MouseEvent) => {
      if (!(target instanceof Element) || !target.closest("a[download]")) return;
      for (const wait of LOOK_AFTER_MS) waiting.add(setTimeout(look, wait));
    };
    document.addEventListener("click", begun);
    return () => {
      document.removeEventListener("click", begun);
      waiting.forEach(clearTimeout);
    };
  }, []);
}

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
    // In the page, where its click is heard like any other.
    document.body.append(link);
    link.click();
    link.remove();
  }, [status, href, fileName]);
}
