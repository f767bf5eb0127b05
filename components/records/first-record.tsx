"use client";

import { useViewer } from "../shell/viewer";
import { LinkButton } from "../ui/button";
import { CodeBlock } from "../ui/code-block";
import { EmptyState } from "../ui/empty-state";
import { columnsOfSchema, pointerNames } from "@/lib/schema/columns";
import { usePlace } from "./place";
import type { ResourceFacts } from "./resource";

const FIELDS_MAX = 4;
const examples = { text: "…", number: 1, date: "2026-01-31", boolean: true } as const;

/** A record that the resource's schema may take, for the reader to change. */
function sampleOf({ schema, identifierKey }: ResourceFacts): object {
  const plain = columnsOfSchema(schema).filter(
    ({ within, type }) => within.length === 0 && Object.hasOwn(examples, type),
  );
  const members = plain.slice(0, FIELDS_MAX).map(({ pointer, type, choices, format }): [string, unknown] => {
    const moment = format === "date-time" ? "2026-01-31T12:00:00Z" : undefined;
    return [pointerNames(pointer)[0] ?? "", choices?.[0] ?? moment ?? examples[type as keyof typeof examples]];
  });
  return { [identifierKey]: "first-1", ...Object.fromEntries(members.filter(([name]) => name !== identifierKey)) };
}

/** No record yet: the line that pushes one, with this resource's own ids, and the way to more. */
export function FirstRecord({ resource }: { resource: ResourceFacts }) {
  const { connectionId, resourceId } = usePlace();
  const { account, can } = useViewer();
  const address = `/public/custom-connections/${connectionId}/resources/${resourceId}/records`;
  const body = JSON.stringify({ data: sampleOf(resource) }).replaceAll("'", "’");
  const line = `curl ${window.location.origin}${address} \\
  -H "Authorization: Bearer $ATTESTRY_KEY" \\
  -H "Content-Type: application/json" \\
  -d '${body}'`;
  const resourcePage = `/a/${account.id}/connections/${connectionId}/resources/${resourceId}`;
  return (
    <EmptyState
      title="No records yet"
      text="Records arrive by a script of yours, or out of a file. Push the first one from any shell; it appears here. Or drop a CSV, Excel or JSON file on this page."
      actions={
        <>
          <LinkButton href={`${resourcePage}/connect`} variant="primary">
            Connect a script
          </LinkButton>
          {can("imports-post", connectionId) && <LinkButton href={`${resourcePage}/imports`}>Import a file</LinkButton>}
        </>
      }
    >
      <CodeBlock title="Push a record" note="from any shell" text={line} copies="the curl line" />
    </EmptyState>
  );
}
