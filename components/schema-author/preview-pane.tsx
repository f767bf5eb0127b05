"use client";

import dynamic from "next/dynamic";
import { useDeferredValue, useMemo, useState } from "react";
import { formFields } from "@/lib/schema/builder/form-size";
import { lintDocument } from "@/lib/schema/builder/lint";
import type { JsonDocument } from "@/lib/schema/builder/json-tree";
import { pageJudge } from "@/lib/schema/page-judge";
import { FormBoundary } from "../records/form-boundary";
import type { Members } from "../records/record-api";
import { Button } from "../ui/button";
import { Callout } from "../ui/callout";
import { SkeletonLines } from "../ui/skeleton";
import type { Author } from "./use-author";

const RecordForm = dynamic(() => import("../records/form/record-form"), {
  ssr: false,
  loading: () => <SkeletonLines lines={8} label="Loading the form" />,
});

// A form of more fields is nothing that anybody fills in, and drawing it would hold the page up.
const DRAWN_MAX = 300;

/** Why a schema is not drawn or judged in the page, as a sentence; nothing where it is. */
export function refusesPreview(document: JsonDocument): string | undefined {
  const [problem] = lintDocument(document);
  if (problem) return `The code has to be mended first. ${problem.message}`;
  return undefined;
}

/** The form in which people would make a record by this schema, live. Nothing of it is kept. */
export function PreviewPane({ author }: { author: Author }) {
  const document = useDeferredValue(author.document);
  const refusal = useMemo(() => refusesPreview(document) ?? tooLarge(document), [document]);
  const [emptied, setEmptied] = useState(0);
  // What was filled in stays while the schema changes below it.
  const [members, setMembers] = useState<Members>({});
  if (refusal) return <p className="p-4 text-body text-ink-soft">{refusal}</p>;
  return (
    <div className="flex flex-col gap-4 p-4">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <p className="text-table text-ink-faint">As people would make a record. Nothing of it is kept.</p>
        <Button
          size="small"
          onClick={() => {
            setMembers({});
            setEmptied(emptied + 1);
          }}
        >
          Empty the form
        </Button>
      </div>
      <FormBoundary key={`${document.text.length} ${emptied} ${document.text}`}>
        <Form {...{ document, members, setMembers }} identifierKey={author.content.identifierKey} />
      </FormBoundary>
    </div>
  );
}

type FormProps = {
  document: JsonDocument;
  identifierKey: string;
  members: Members;
  setMembers: (change: (members: Members) => Members) => void;
};

function Form({ document, identifierKey, members, setMembers }: FormProps) {
  const [schema] = useState(() => JSON.parse(document.text) as unknown);
  const [initial] = useState(members);
  const judge = useMemo(() => pageJudge(schema), [schema]);
  const problems = useMemo(() => judge.problems(members), [judge, members]);
  const [broken, setBroken] = useState<ReadonlyMap<string, string>>(new Map());
  const open = problems.length + broken.size;
  const fits = open === 0;
  return (
    <>
      <Callout tone={fits ? "good" : "plain"} live>
        {fits
          ? "This record fits the schema."
          : `${open === 1 ? "1 thing is" : `${open} things are`} still missing or wrong.`}
      </Callout>
      <RecordForm
        schema={schema}
        identifierKey={identifierKey}
        isNew
        initial={initial}
        onChange={setMembers}
        problems={problems}
        showAll={false}
        onBroken={(pointer, message) => {
          if (broken.get(pointer) === message) return;
          const next = new Map(broken);
          if (message === undefined) next.delete(pointer);
          else next.set(pointer, message);
          setBroken(next);
        }}
      />
    </>
  );
}

function tooLarge({ text }: JsonDocument): string | undefined {
  if (formFields(JSON.parse(text) as unknown, DRAWN_MAX) <= DRAWN_MAX) return undefined;
  return `The form would have more than ${DRAWN_MAX} fields, too many to draw here. Check a sample instead.`;
}
