"use client";

import { useSyncExternalStore } from "react";
import { CodeBlock } from "./code-block";

const never = () => () => {};

const curlLine = (
  origin: string,
) => `curl ${origin}/public/custom-connections/$CONNECTION_ID/resources/$RESOURCE_ID/records \\
  -H "Authorization: Bearer $ATTESTRY_KEY" \\
  -H "Content-Type: application/json" \\
  -d '{"data": {"id": "left-pad", "name": "left-pad", "version": "1.3.0"}}'`;

/** The line that pushes a record, with the address under which the reader reached this very page. */
export function FirstPush({ servedAt }: { servedAt: string }) {
  const origin = useSyncExternalStore(
    never,
    () => window.location.origin,
    () => servedAt,
  );
  return <CodeBlock title="Push a record" note="from any shell" text={curlLine(origin)} copies="the curl line" />;
}
