"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { type Place, usePages } from "../connections/addresses";
import { toast } from "../ui/toast";
import { imports, useTold } from "./import-api";
import { sendFile } from "./upload";

/** Begins an import of a file and opens its page, while the file is on its way. */
export function useBeginImport(place: Place) {
  const router = useRouter();
  const pages = usePages();
  const told = useTold(place);
  const [busy, setBusy] = useState(false);
  const begin = async (file: File) => {
    if (file.size === 0) {
      toast.failed(new Error("Choose a file that holds rows."), `${file.name} is empty`);
      return;
    }
    setBusy(true);
    try {
      const facts = await imports.begin(place, file);
      told(facts);
      void sendFile(place, facts, file, told);
      router.push(pages.import(place, facts.id));
    } catch (problem) {
      toast.failed(problem, `The import of ${file.name} did not begin`);
    }
    setBusy(false);
  };
  return { busy, begin };
}
