"use client";

import { useEffect, useRef } from "react";
import type { Place } from "../connections/addresses";
import { useBeginImport } from "./begin-import";

type BeginDroppedProps = { place: Place; file: File; onBegun: () => void };

/** Begins the import of a dropped file, once. Shows nothing: the import's own page does. */
export function BeginDropped({ place, file, onBegun }: BeginDroppedProps) {
  const { begin } = useBeginImport(place);
  const begun = useRef<File>(undefined);
  useEffect(() => {
    if (begun.current === file) return;
    begun.current = file;
    void begin(file).then(onBegun);
  }, [file, begin, onBegun]);
  return null;
}
