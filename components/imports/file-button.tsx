"use client";

import { Upload } from "lucide-react";
import { type ReactNode, useRef } from "react";
import { Button, type Variant } from "../ui/button";

/** What can be imported, for the browser's own chooser of files. */
const ACCEPTED = ".csv,.tsv,.txt,.json,.ndjson,.jsonl,.xlsx";

type FileButtonProps = { variant?: Variant; busy?: boolean; onFile: (file: File) => void; children: ReactNode };

/** A button that lets a person choose a file to import. */
export function FileButton({ variant, busy, onFile, children }: FileButtonProps) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <Button variant={variant} busy={busy} icon={<Upload aria-hidden="true" />} onClick={() => input.current?.click()}>
        {children}
      </Button>
      <input
        ref={input}
        type="file"
        accept={ACCEPTED}
        hidden
        aria-label="File to import"
        onChange={(event) => {
          const [file] = event.currentTarget.files ?? [];
          // So that choosing the same file again is a choice, too.
          event.currentTarget.value = "";
          if (file) onFile(file);
        }}
      />
    </>
  );
}
