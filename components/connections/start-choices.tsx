"use client";

import { useId } from "react";
import { fieldsOf } from "@/lib/schema/fields";
import { library } from "@/lib/schema/library/library";
import type { StartingSchema } from "@/lib/schema/library/starting-schema";

const FIELDS_SHOWN = 5;

/** The schemas to start from, each with what its records prove and its first fields. */
export function StartChoices({ chosen, onChoose }: { chosen: string; onChoose: (id: string) => void }) {
  const name = useId();
  return (
    <fieldset className="min-w-0">
      <legend className="mb-1.5 text-body font-medium">What the records are</legend>
      <div className="grid gap-2 sm:grid-cols-2">
        {library.map((start) => (
          <label
            key={start.id}
            className="flex min-w-0 cursor-pointer items-start gap-2 rounded-6 border border-hairline p-3 text-body hover:border-edge has-checked:border-accent has-checked:bg-accent-wash has-focus-visible:outline-2 has-focus-visible:outline-accent"
          >
            <input
              type="radio"
              name={name}
              value={start.id}
              checked={start.id === chosen}
              onChange={() => onChoose(start.id)}
              className="mt-0.5 mark-box size-4 shrink-0 rounded-full checked:border-[5px] checked:bg-on-accent"
            />
            <span className="min-w-0">
              {start.title}
              <span className="mt-0.5 block text-table text-pretty text-ink-soft">{start.says}</span>
              <span className="mt-1.5 block text-meta text-ink-faint">{fieldsInWords(start)}</span>
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}

function fieldsInWords({ schema, identifierKey }: StartingSchema): string {
  const names = fieldsOf(schema)
    .filter(({ level, name }) => level === 0 && name !== identifierKey)
    .map(({ name }) => name);
  return `${names.slice(0, FIELDS_SHOWN).join(", ")} and ${names.length - FIELDS_SHOWN} more`;
}
