"use client";

import { useCallback, useEffect, useRef, useState } from "react";
import type { DraftContent } from "@/lib/schema/builder/draft-content";
import { memberOf, nodeAt, type Path } from "@/lib/schema/builder/json-tree";
import type { BuilderRow } from "@/lib/schema/builder/rows";
import type { Place } from "../connections/addresses";
import { useNarrow } from "../data-table/narrow";
import { Tabs } from "../ui/tabs";
import { AddField } from "./add-field";
import { Broken, BuilderHead, Nothing, Toolbar } from "./author-parts";
import { BuilderPane, useBuilderRows } from "./builder-pane";
import type { CodeHandle } from "./code-editor";
import { CheckPane } from "./check-pane";
import { CodePane } from "./code-pane";
import { DetailsPane } from "./details-pane";
import { DetailsRecord } from "./details-record";
import { PreviewPane } from "./preview-pane";
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

type AuthorTab = "fields" | "code" | "field" | "record" | "form" | "check";

/** Authors a schema: as fields and as code, side by side, and neither ever loses anything of the other's. */
export function SchemaAuthor({ value, onChange, readOnly = false, place, onBroken }: SchemaAuthorProps) {
  const author = useAuthor({ value, onChange, readOnly });
  const narrow = useNarrow();
  const [tab, setTab] = useState<AuthorTab>("fields");
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
    ...(narrow ? [{ value: "fields" as const, label: "Builder" }] : []),
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
    { value: "form" as const, label: "Form" },
    { value: "check" as const, label: "Check" },
  ];

  const leave = () => {
    if (narrow) setTab("fields");
    if (row) actions.focus(row);
  };

  return (
    <div className="flex min-h-0 flex-col gap-2">
      <Toolbar author={author} />
      <p role="status" className="sr-only">
        {author.said}
      </p>
      <div className="grid min-w-0 grid-cols-1 overflow-hidden rounded-6 border border-hairline lg:grid-cols-2">
        <section
          aria-label="Builder"
          className={`flex h-[36rem] min-w-0 flex-col border-hairline max-lg:border-b lg:h-[calc(100dvh-23rem)] lg:min-h-120 lg:border-r ${narrow && now !== "fields" ? "hidden" : ""}`}
        >
          <BuilderHead author={author} onRecord={() => setTab("record")} />
          {broken !== undefined && <Broken author={author} onCode={() => setTab("code")} />}
          {rows.length === 0 ? <Nothing readOnly={readOnly} /> : <BuilderPane {...{ author, actions, rows }} />}
          {!readOnly && broken === undefined && <AddField {...add} />}
        </section>
        <section
          aria-label="Code and details"
          className={`flex min-w-0 flex-col lg:h-[calc(100dvh-23rem)] lg:min-h-120 ${now === "code" ? "h-[32rem]" : ""}`}
        >
          <Tabs label="Code and details" value={now} onChange={setTab} tabs={tabs} className="shrink-0 px-2">
            <div
              className={
                now === "code" ? "h-[calc(32rem-2.5rem)] lg:h-[calc(max(100dvh-23rem,30rem)-2.5rem)]" : "hidden"
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
            {now !== "code" && now !== "fields" && (
              <div
                // It scrolls, also where nothing in it can be edited.
                tabIndex={0}
                role="group"
                aria-label="Shown beside the fields"
                className="-outline-offset-2! lg:h-[calc(max(100dvh-23rem,30rem)-2.5rem)] lg:overflow-auto"
              >
                {now === "record" && <DetailsRecord author={author} onShowInCode={() => showInCode([])} />}
                {now === "form" && <PreviewPane author={author} />}
                {now === "check" && <CheckPane author={author} place={place} />}
                {now === "field" && <FieldPart {...{ author, row, startsHere, started, showInCode }} onLeave={leave} />}
              </div>
            )}
          </Tabs>
        </section>
      </div>
    </div>
  );
}

type FieldPartProps = {
  author: Author;
  row: BuilderRow | undefined;
  startsHere: boolean;
  started: () => void;
  showInCode: (path: Path) => void;
  onLeave: () => void;
};

function FieldPart({ author, row, startsHere, started, showInCode, onLeave }: FieldPartProps) {
  if (!row || row.kind === "shelf") {
    return <p className="p-4 text-body text-ink-soft">Choose a field to see all of it here.</p>;
  }
  return (
    <DetailsPane
      key={author.selection}
      {...{ author, row, startsHere, onLeave }}
      onStarted={started}
      onShowInCode={showInCode}
    />
  );
}
