"use client";

import { FileUp } from "lucide-react";
import dynamic from "next/dynamic";
import { useState } from "react";
import type { Place } from "../connections/addresses";
import { useDroppedFiles } from "../ui/dropped-files";
import { toast } from "../ui/toast";

const BeginDropped = dynamic(() => import("./begin-dropped").then(({ BeginDropped }) => BeginDropped), { ssr: false });

/**
 * While it stands, a file that is dropped anywhere on the page begins an import; it says so while one is held over it.
 * What begins it is fetched only then: this stands on every page of a resource.
 */
export function FileDrop({ place, into }: { place: Place; into: string }) {
  const [dropped, setDropped] = useState<File>();
  const over = useDroppedFiles(([file, another]) => {
    if (another) toast.failed(new Error("Drop one file at a time."), "Nothing was imported");
    else setDropped(file);
  });
  return (
    <>
      {dropped && <BeginDropped place={place} file={dropped} onBegun={() => setDropped(undefined)} />}
      {over && (
        <div className="pointer-events-none fixed inset-0 z-60 grid animate-fade place-items-center bg-scrim p-6">
          <p className="flex items-center gap-3 rounded-6 bg-float px-6 py-5 text-section font-semibold shadow-lift">
            <FileUp aria-hidden="true" className="size-5 text-accent" />
            <span>
              Drop the file to import it into <bdi>{into}</bdi>
            </span>
          </p>
        </div>
      )}
    </>
  );
}
