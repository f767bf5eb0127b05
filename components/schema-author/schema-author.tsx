"use client";

import { Redo2, Undo2 } from "lucide-react";
import { useCallback, useEffect, useRef, useState } from "react";
import type { DraftContent } from "@/lib/schema/builder/draft-content";
import { factsAt } from "@/lib/schema/builder/facts";
import { memberOf, nodeAt, type Path } from "@/lib/schema/builder/json-tree";
import type { Place } from "../connections/addresses";
import { useNarrow } from "../data-table/narrow";
import { Button } from "../ui/button";
import { Callout } from "../ui/callout";
import { IconButton } from "../ui/icon-button";
import { Tabs } from "../ui/tabs";
import { AddField } from "./add-field";
import { BuilderPane, useBuilderRows } from "./builder-pane";
import type { CodeHandle } from "./code-editor";
import { CodePane } from "./code-pane";
import { DetailsPane } from "./details-pane";
import { DetailsRecord } from "./details-record";
import { useAuthor, type Author } from "./use-author";
import { useRowActions } from "./use-row-actions";

export type SchemaAuthorProps = {
  value: DraftContent;
  onChange: (content: DraftContent) => void;
  readOnly?: boolean;
  /** The resource whose records the previews look at; without it there are none to look at. */
  place?: Place;
  /** Told why the text is no schema at present; nothing when it is one. */
  onBroken?: (message: string | undefined) => void;
};

export type AuthorTab = "fields" | "code" | "field" | "record";

/** Authors a schema: as fields and as code, side by side, and neither ever loses anything of the other's. */
export function SchemaAuthor({ value, onChange, readOnly = false, onBroken }: SchemaAuthorProps) {
  const author = useAuthor({ value, onChange, readOnly });
  const narrow = useNarrow();
  const [tab, setTab] = useState<AuthorTab>("code");
  const [startsHere, setStartsHere] = useState(false);
  const code = useRef<CodeHandle>(undefined);
  const shown = useRef<Path>(undefined);
  const rows = useBuilderRows(author);
  const { broken } = author;

  useEffect(() => onBroken?.(broken), [broken, onBroken]);

  const showNow = () => {
    const path = shown.current;
    if (!path || !code.current) return;
    shown.current = undefined;
    const node = nodeAt(author.document, path);
    const member = memberOf(nodeAt(author.document, path.slice(0, -1)), String(path.at(-1)));
    if (node) code.current.goTo(member?.from ?? node.from, Math.min(node.to, (member?.from ?? node.from) + 1));
  };
  const showInCode = (path: Path) => {
    shown.current = path;
    setTab("code");
    requestAnimationFrame(showNow);
  };
  const started = useCallback(() => setStartsHere(false), []);
  const { actions, add } = useRowActions({
    author,
    rows,
    openDetails: () => {
      setStartsHere(true);
      setTab("field");
    },
    showInCode,
  });

  const now: AuthorTab = tab === "fields" && !narrow ? "code" : tab;
  const row = rows.find(({ id }) => id === author.selected && id !== "");
  const tabs = [
    ...(narrow ? [{ value: "fields" as const, label: "Fields" }] : []),
    { value: "code" as const, label: "Code" },
    {
      value: "field" as const,
      label: row ? (
        <>
          Field <bdi className="font-mono text-table">{row.name}</bdi>
        </>
      ) : (
        "Field"
      ),
    },
    { value: "record" as const, label: "Record" },
  ];

  return (
    <div className="flex min-h-0 flex-col gap-2">
      <Toolbar author={author} />
      <p role="status" className="sr-only">
        {author.said}
      </p>
      <div className="grid min-w-0 grid-cols-1 overflow-hidden rounded-6 border border-hairline lg:grid-cols-2">
        <section
          aria-label="Builder"
          className={`flex h-[36rem] min-w-0 flex-col border-hairline max-lg:border-b lg:h-[calc(100dvh-17rem)] lg:min-h-120 lg:border-r ${narrow && now !== "fields" ? "hidden" : ""}`}
        >
          <BuilderHead author={author} onRecord={() => setTab("record")} />
          {broken !== undefined && <Broken author={author} onCode={() => setTab("code")} />}
          {rows.length === 0 ? <Nothing readOnly={readOnly} /> : <BuilderPane {...{ author, actions, rows }} />}
          {!readOnly && broken === undefined && <AddField {...add} />}
        </section>
        <section
          aria-label="Code and details"
          className={`flex min-w-0 flex-col lg:h-[calc(100dvh-17rem)] lg:min-h-120 ${now === "code" ? "h-[32rem]" : ""}`}
        >
          <Tabs label="Code and details" value={now} onChange={setTab} tabs={tabs} className="shrink-0 px-2">
            <div
              className={
                now === "code" ? "h-[calc(32rem-2.5rem)] lg:h-[calc(max(100dvh-17rem,30rem)-2.5rem)]" : "hidden"
              }
            >
              <CodePane
                author={author}
                onHandle={(handle) => {
                  code.current = handle;
                  if (handle) showNow();
                }}
              />
            </div>
            {now === "field" && (
              <div className="lg:h-[calc(max(100dvh-17rem,30rem)-2.5rem)] lg:overflow-auto">
                {row && row.kind !== "shelf" ? (
                  <DetailsPane
                    key={author.selection}
                    author={author}
                    row={row}
                    startsHere={startsHere}
                    onStarted={started}
                    onShowInCode={showInCode}
                    onLeave={() => {
                      if (narrow) setTab("fields");
                      actions.focus(row);
                    }}
                  />
                ) : (
                  <p className="p-4 text-body text-ink-soft">Choose a field to see all of it here.</p>
                )}
              </div>
            )}
            {now === "record" && (
              <div className="lg:h-[calc(max(100dvh-17rem,30rem)-2.5rem)] lg:overflow-auto">
                <DetailsRecord author={author} onShowInCode={() => showInCode([])} />
              </div>
            )}
          </Tabs>
        </section>
      </div>
    </div>
  );
}

function Toolbar({ author }: { author: Author }) {
  if (author.readOnly) return null;
  return (
    <div className="flex flex-wrap items-center gap-1">
      <IconButton size="small" label="Undo" icon={<Undo2 />} disabled={!author.canUndo} onClick={author.undo} />
      <IconButton size="small" label="Redo" icon={<Redo2 />} disabled={!author.canRedo} onClick={author.redo} />
      {(author.notes.length > 0 || author.refusal) && (
        <div className="min-w-0 flex-1 basis-64">
          <Callout
            tone="caution"
            actions={
              <Button size="small" variant="quiet" onClick={author.dismiss}>
                Dismiss
              </Button>
            }
          >
            {[...(author.refusal ? [author.refusal] : []), ...author.notes].map((note) => (
              <p key={note}>{note}</p>
            ))}
          </Callout>
        </div>
      )}
    </div>
  );
}

function BuilderHead({ author, onRecord }: { author: Author; onRecord: () => void }) {
  const kept = factsAt(author.document, []).kept.map(({ keyword }) => keyword);
  return (
    <div className="flex min-h-9 items-center gap-2 border-b border-hairline px-2 text-table">
      <button
        type="button"
        onClick={onRecord}
        className="shrink-0 rounded-6 px-1.5 py-0.5 font-medium hover:bg-wash max-sm:min-h-9"
      >
        The record
      </button>
      {kept.length > 0 && (
        <span className="min-w-0 truncate text-meta text-caution">
          {kept.length} {kept.length === 1 ? "keyword" : "keywords"} kept as they are: {kept.join(", ")}
        </span>
      )}
      <span aria-hidden="true" className="ml-auto shrink-0 text-meta text-ink-faint max-sm:hidden">
        required
      </span>
      <span className="w-7 shrink-0 max-sm:hidden" />
    </div>
  );
}

function Broken({ author, onCode }: { author: Author; onCode: () => void }) {
  return (
    <div className="p-2">
      <Callout
        tone="caution"
        live
        title="The fields are as the code last could be read"
        actions={
          <>
            <Button size="small" onClick={onCode}>
              Mend the code
            </Button>
            {!author.readOnly && (
              <Button
                size="small"
                variant="quiet"
                onClick={() =>
                  author.setContent(
                    { ...author.content, schemaText: author.document.text },
                    "Went back to the last code that could be read",
                  )
                }
              >
                Go back to it
              </Button>
            )}
          </>
        }
      >
        {author.broken}
      </Callout>
    </div>
  );
}

function Nothing({ readOnly }: { readOnly: boolean }) {
  return (
    <div className="flex-1 p-4 text-body text-ink-soft">
      <p>No field is named: any JSON object is accepted.</p>
      {!readOnly && <p>Add the first field below, or write the schema in the code.</p>}
    </div>
  );
}
