"use client";

import { CircleCheck, CircleX } from "lucide-react";
import { useState } from "react";
import { compilePattern } from "@/lib/schema/pattern";
import { PatternError } from "@/lib/schema/pattern-parse";
import { Callout } from "../ui/callout";
import { Field } from "../ui/field";
import { TextArea } from "../ui/text-input";

const LINES_MAX = 50;
const CHARACTERS_MAX = 2_000;

/** Texts, one a line, and whether the pattern is found in each: by the engine that judges records, in linear time. */
export default function PatternTester({ pattern, examples }: { pattern: string; examples: string | undefined }) {
  const [texts, setTexts] = useState(() => textsIn(examples).join("\n"));
  const compiled = compiledOrNot(pattern);
  const lines = texts === "" ? [] : texts.split("\n").slice(0, LINES_MAX);
  return (
    <div className="flex flex-col gap-2 border-l-2 border-hairline pl-3">
      <Field label="Texts to test" hint="One a line.">
        <TextArea mono rows={3} spellCheck={false} value={texts} onChange={({ target }) => setTexts(target.value)} />
      </Field>
      {"message" in compiled ? (
        <Callout tone="bad" live title="This pattern is not served">
          {compiled.message}
        </Callout>
      ) : (
        <ul aria-live="polite" className="flex flex-col gap-0.5 text-table">
          {lines.map((line, at) => {
            const matches = compiled.test(line.slice(0, CHARACTERS_MAX));
            const Icon = matches ? CircleCheck : CircleX;
            return (
              <li key={at} className="flex min-w-0 items-center gap-1.5">
                <Icon aria-hidden="true" className={`size-4 shrink-0 ${matches ? "text-good" : "text-bad"}`} />
                <span className="w-24 shrink-0 text-ink-soft">{matches ? "matches" : "does not match"}</span>
                <code className="min-w-0 truncate">{line || "(empty text)"}</code>
              </li>
            );
          })}
        </ul>
      )}
    </div>
  );
}

function compiledOrNot(pattern: string): { test: (text: string) => boolean } | { message: string } {
  try {
    return compilePattern(pattern);
  } catch (error) {
    if (error instanceof PatternError) return { message: error.message };
    throw error;
  }
}

function textsIn(examples: string | undefined): string[] {
  const value: unknown = examples === undefined ? [] : JSON.parse(examples);
  return Array.isArray(value) ? value.filter((one): one is string => typeof one === "string") : [];
}
