"use client";

import dynamic from "next/dynamic";
import { useEffect, useRef, useState } from "react";
import { lintSchema } from "@/lib/schema/builder/lint";
import { laidOutText } from "@/lib/schema/builder/json-layout";
import { JsonToolbar } from "../ui/json-toolbar";
import { SkeletonLines } from "../ui/skeleton";
import { schemaCompletion } from "./code-completion";
import type { CodeHandle } from "./code-editor";
import { readText } from "./read-text";
import type { Author } from "./use-author";

const CodeEditor = dynamic(() => import("./code-editor"), {
  ssr: false,
  loading: () => <SkeletonLines lines={12} label="Loading the editor" />,
});

const IDLE_MS = 250;

const lint = (text: string) =>
  lintSchema(text).map(({ from, to, message }) => ({ from, to, message, severity: "error" as const }));

type CodePaneProps = { author: Author; onHandle: (handle: CodeHandle | undefined) => void };

/** The schema's own text. What is typed counts a moment after, so that the builder is not drawn anew with each letter. */
export function CodePane({ author, onHandle }: CodePaneProps) {
  const { content, readOnly } = author;
  const [typed, setTyped] = useState<string>();
  const made = useRef<CodeHandle>(undefined);
  const latest = useRef(author);
  const waiting = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => {
    latest.current = author;
  });

  const commit = (text: string) => {
    clearTimeout(waiting.current);
    setTyped(undefined);
    const { current } = latest;
    current.setContent({ ...current.content, schemaText: text }, "Edited the code", "code");
  };
  const pending = useRef<string>(undefined);
  useEffect(() => {
    pending.current = typed;
  }, [typed]);
  // What was typed last is not lost when the pane goes.
  useEffect(
    () => () => {
      clearTimeout(waiting.current);
      const { current } = latest;
      if (pending.current !== undefined)
        current.setContent({ ...current.content, schemaText: pending.current }, "Edited the code", "code");
    },
    [],
  );
  const format = () => {
    const read = readText(typed ?? content.schemaText);
    if (read.ok) author.setContent({ ...content, schemaText: laidOutText(read.document) }, "Laid out the code");
  };

  return (
    <div className="flex h-full min-h-0 flex-col" onBlur={() => typed !== undefined && commit(typed)}>
      <JsonToolbar
        onFind={() => made.current?.find()}
        onFormat={format}
        readOnly={readOnly}
        completes="what may stand here"
      />
      <CodeEditor
        text={typed ?? content.schemaText}
        label={readOnly ? "The schema as JSON" : "Edit the schema as JSON"}
        readOnly={readOnly}
        lint={lint}
        complete={(context) => schemaCompletion(() => latest.current.document)(context)}
        onText={(text) => {
          setTyped(text);
          clearTimeout(waiting.current);
          waiting.current = setTimeout(() => commit(text), IDLE_MS);
        }}
        onUndo={() => {
          if (typed !== undefined) commit(typed);
          else author.undo();
        }}
        onRedo={author.redo}
        onReady={(ready) => {
          made.current = ready;
          onHandle(ready);
        }}
      />
    </div>
  );
}
