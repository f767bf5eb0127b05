"use client";

import { Plus, X } from "lucide-react";
import { useState } from "react";
import type { FieldFacts } from "@/lib/schema/builder/facts";
import type { Path } from "@/lib/schema/builder/json-tree";
import { choicesAt, setChoices, setKeyword } from "@/lib/schema/builder/keyword-edits";
import { displayedChoice, sourceOfTyped } from "@/lib/schema/builder/typed-values";
import { Button } from "../ui/button";
import { FieldError } from "../ui/field";
import { IconButton } from "../ui/icon-button";
import { TextInput } from "../ui/text-input";
import { Committed } from "./committed";
import { JsonInput } from "./json-input";
import type { Author } from "./use-author";

type ChoicesProps = { author: Author; path: Path; facts: FieldFacts; name: string };

const SHOWN_MAX = 100;

/** The values that may be chosen, and the one value that it must be, where the schema says so. */
export function DetailsChoices({ author, path, facts, name }: ChoicesProps) {
  const { document, edit } = author;
  const [typed, setTyped] = useState("");
  const [wrong, setWrong] = useState<string>();
  const choices = facts.sources.has("enum") ? choicesAt(document, path) : undefined;
  const put = (next: readonly string[] | undefined, what: string) =>
    void edit((_now, doc) => setChoices(doc, path, next?.length ? next : undefined), what);
  const read = (text: string): string | undefined => {
    const value = sourceOfTyped(text, facts.types);
    setWrong(value.ok ? undefined : value.message);
    return value.ok ? value.source : undefined;
  };
  const add = () => {
    if (typed === "") return;
    const source = read(typed);
    if (source === undefined) return;
    if (choices?.includes(source)) return setWrong("This choice is there already.");
    put([...(choices ?? []), source], `${typed} may be chosen for ${name}`);
    setTyped("");
  };
  return (
    <>
      <fieldset className="flex min-w-0 flex-col gap-1.5">
        <legend className="mb-1 text-body font-medium">Choices</legend>
        <p className="text-table text-ink-faint">
          {choices ? "Only these values are accepted." : "Any value is accepted. Add choices to accept these only."}
        </p>
        <ul className="flex flex-col gap-1 empty:hidden">
          {choices?.slice(0, SHOWN_MAX).map((choice, at) => (
            <li key={`${at} ${choice}`} className="flex items-center gap-1">
              <Committed
                small
                value={displayedChoice(choice, facts.types)}
                label={`Choice ${at + 1}`}
                onCommit={(text) => {
                  const source = read(text);
                  if (source !== undefined) put(choices.with(at, source), `Choice ${at + 1} is ${text}`);
                }}
              />
              <IconButton
                size="small"
                label={`Remove ${displayedChoice(choice, facts.types)}`}
                icon={<X />}
                onClick={() => put(choices.toSpliced(at, 1), `${choice} is no choice`)}
              />
            </li>
          ))}
        </ul>
        {choices && choices.length > SHOWN_MAX && (
          <p className="text-table text-ink-faint">{choices.length - SHOWN_MAX} more stand in the code.</p>
        )}
        <div className="flex items-center gap-1">
          <TextInput
            small
            aria-label="New choice"
            placeholder="New choice"
            value={typed}
            onChange={({ target }) => setTyped(target.value)}
            onKeyDown={(event) => {
              if (event.key !== "Enter") return;
              event.preventDefault();
              add();
            }}
          />
          <Button size="small" icon={<Plus aria-hidden="true" />} disabled={typed === ""} onClick={add}>
            Add
          </Button>
        </div>
        {wrong && <FieldError>{wrong}</FieldError>}
      </fieldset>
      {facts.sources.has("const") && (
        <JsonInput
          label="Fixed value"
          hint="Every record has this very value. Leave it empty to accept others."
          source={facts.sources.get("const")}
          types={facts.types}
          onSource={(source) => edit((_now, doc) => setKeyword(doc, path, "const", source), `Fixed value of ${name}`)}
        />
      )}
    </>
  );
}
