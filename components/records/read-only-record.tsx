"use client";

import { isExactNumber } from "@/lib/schema/exact-json";
import { partAt } from "@/lib/schema/written-out";
import type { Members } from "./record-api";
import { ValueText } from "./value-text";

const LEVELS_MAX = 4;

type Part = { schema: unknown; value: unknown; path: readonly (string | number)[] };

/** A record to read: the schema's words and order, values as text, nothing that looks as if it could be changed. */
export function ReadOnlyRecord({ schema, attributes }: { schema: unknown; attributes: Members }) {
  return <Fields schema={schema} value={attributes} path={[]} />;
}

function Fields({ schema, value, path }: Part & { value: Members }) {
  const part = partAt(schema, path);
  const named = typeof part.properties === "object" && part.properties !== null ? Object.keys(part.properties) : [];
  const keys = [...new Set([...named, ...Object.keys(value)])];
  return (
    <dl className="flex flex-col gap-3">
      {keys.map((key) => {
        const here = [...path, key];
        const { title, description } = partAt(schema, here);
        return (
          <div key={key} className="min-w-0">
            <dt className="text-table text-ink-faint">
              <bdi className="wrap-anywhere" title={typeof description === "string" ? description : undefined}>
                {typeof title === "string" && title !== "" ? title : key}
              </bdi>
            </dt>
            <dd className="min-w-0 text-body">
              <Value schema={schema} value={Object.hasOwn(value, key) ? value[key] : undefined} path={here} />
            </dd>
          </div>
        );
      })}
    </dl>
  );
}

function Value({ schema, value, path }: Part) {
  const inset = "mt-1 border-l border-hairline pl-3 sm:pl-4";
  if (path.length >= LEVELS_MAX || typeof value !== "object" || value === null || isExactNumber(value)) {
    return <ValueText value={value} />;
  }
  if (!Array.isArray(value)) {
    if (Object.keys(value).length === 0) return <span className="text-ink-faint">nothing in it</span>;
    return (
      <div className={inset}>
        <Fields schema={schema} value={value as Members} path={path} />
      </div>
    );
  }
  if (value.length === 0) return <span className="text-ink-faint">empty list</span>;
  return (
    <ol className={`flex flex-col gap-2 ${inset}`}>
      {value.map((item: unknown, index) => (
        <li key={index} className="min-w-0">
          <Value schema={schema} value={item} path={[...path, index]} />
        </li>
      ))}
    </ol>
  );
}
