"use client";

import { useDeferredValue, useMemo, useState } from "react";
import { readExact } from "@/lib/schema/exact-json";
import { inferFromMany } from "@/lib/schema/infer-many";
import { isJsonTextError } from "@/lib/schema/json-error";
import { isNode } from "@/lib/schema/keywords";
import { mergeInferred } from "@/lib/schema/merge-inferred";
import { pageJudge, type PageProblem } from "@/lib/schema/page-judge";
import type { Place } from "../connections/addresses";
import { wayTo } from "../records/pointers";
import { Button } from "../ui/button";
import { Callout } from "../ui/callout";
import { Field } from "../ui/field";
import { TextArea } from "../ui/text-input";
import { CheckRecords } from "./check-records";
import { refusesPreview } from "./preview-pane";
import type { Author } from "./use-author";

const SAMPLE_CHARACTERS_MAX = 200_000;

type Sample = { ok: true; record: { [key: string]: unknown } } | { ok: false; message: string } | undefined;

/** A pasted record and the records that are there, judged by the schema as it is being written. */
export function CheckPane({ author, place }: { author: Author; place?: Place }) {
  const [text, setText] = useState("");
  const [added, setAdded] = useState<readonly string[]>();
  const late = useDeferredValue(text);
  const sample = useMemo(() => sampleIn(late), [late]);
  const document = useDeferredValue(author.document);
  const refusal = useMemo(() => refusesPreview(document), [document]);
  const judge = useMemo(
    () => (refusal ? undefined : pageJudge(JSON.parse(document.text) as unknown)),
    [refusal, document],
  );
  const problems = useMemo(() => (sample?.ok ? judge?.problems(sample.record) : undefined), [judge, sample]);
  const merge = (records: readonly unknown[]) => {
    const { schema } = inferFromMany(records);
    const merged = mergeInferred(author.content.schemaText, JSON.stringify(schema));
    author.setContent({ ...author.content, schemaText: merged.text }, "Added what the records have");
    setAdded(merged.added.map(({ says }) => says));
  };
  const mayMerge = !author.readOnly && author.broken === undefined;
  return (
    <div className="flex flex-col gap-5 p-4">
      {refusal && <Callout tone="caution">{refusal}</Callout>}
      {added && <Added says={added} />}
      <section aria-labelledby="check-sample" className="flex flex-col gap-2">
        <h2 id="check-sample" className="text-body font-medium">
          A sample
        </h2>
        <Field label="A record as JSON" error={sample?.ok === false ? sample.message : undefined}>
          <TextArea
            mono
            dir="ltr"
            rows={6}
            spellCheck={false}
            value={text}
            placeholder='{ "id": "one" }'
            onChange={({ target }) => setText(target.value)}
          />
        </Field>
        {problems && <Verdict problems={problems} />}
        {sample?.ok && mayMerge && (
          <div>
            <Button size="small" onClick={() => merge([sample.record])}>
              Add what it has to the schema
            </Button>
          </div>
        )}
      </section>
      {place && (
        <CheckRecords {...{ author, place }} refused={refusal !== undefined} onMerge={mayMerge ? merge : undefined} />
      )}
    </div>
  );
}

function Verdict({ problems }: { problems: readonly PageProblem[] }) {
  if (problems.length === 0) {
    return (
      <Callout tone="good" live>
        This record fits the schema.
      </Callout>
    );
  }
  return (
    <Callout tone="bad" live title="This record would be refused">
      <ul className="flex flex-col gap-0.5 text-table">
        {problems.map(({ pointer, message }) => (
          <li key={pointer + message} className="wrap-anywhere">
            <bdi className="font-mono">{wayTo(pointer)}</bdi>: {message}
          </li>
        ))}
      </ul>
    </Callout>
  );
}

function Added({ says }: { says: readonly string[] }) {
  if (says.length === 0) {
    return (
      <Callout tone="good" live>
        The schema knows all of it already.
      </Callout>
    );
  }
  return (
    <Callout tone="info" live title={says.length === 1 ? "1 addition" : `${says.length} additions`}>
      <ul className="text-table">
        {says.slice(0, 12).map((one) => (
          <li key={one} className="wrap-anywhere">
            {one}
          </li>
        ))}
        {says.length > 12 && <li>and {says.length - 12} more</li>}
      </ul>
    </Callout>
  );
}

function sampleIn(text: string): Sample {
  if (text.trim() === "") return undefined;
  if (text.length > SAMPLE_CHARACTERS_MAX) return { ok: false, message: "It is too long to check in the page." };
  try {
    const record = readExact(text);
    if (isNode(record)) return { ok: true, record };
    return { ok: false, message: "A record is a JSON object: begin with { and end with }." };
  } catch (error) {
    if (isJsonTextError(error)) return { ok: false, message: error.message };
    throw error;
  }
}
