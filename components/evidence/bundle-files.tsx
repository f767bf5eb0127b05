"use client";

import { Size } from "../connections/size";
import { CopyableId } from "../ui/copyable";
import { SimpleTable } from "../ui/simple-table";
import type { EvidenceFacts } from "./evidence-api";

type File = EvidenceFacts["files"][number];

/** Every file of a bundle by itself. hrefOf: where its reader takes it from. */
export function BundleFiles({ files, hrefOf }: { files: readonly File[]; hrefOf: (downloadUrl: string) => string }) {
  return (
    <section aria-labelledby="files" className="min-w-0">
      <h2 id="files" className="mb-1 text-section font-semibold">
        Files in it
      </h2>
      <SimpleTable
        room="slim"
        caption="Files in the bundle"
        rows={files}
        rowKey={({ name }) => name}
        columns={[
          {
            key: "name",
            head: "File",
            cell: ({ name, downloadUrl }) => (
              <a
                href={hrefOf(downloadUrl)}
                download={name}
                className="inline-flex items-center font-mono text-table font-normal underline max-sm:min-h-11"
              >
                {name}
              </a>
            ),
          },
          { key: "bytes", head: "Size", numeric: true, cell: ({ bytes }) => <Size bytes={bytes} /> },
          {
            key: "sha256",
            head: "SHA-256",
            cell: ({ name, sha256 }) => (
              <CopyableId value={sha256} what={`the SHA-256 of ${name}`} className="max-w-56 max-sm:max-w-40" />
            ),
          },
        ]}
      />
    </section>
  );
}
