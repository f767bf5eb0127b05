"use client";

import { useState } from "react";
import { printExact, readExact } from "@/lib/schema/exact-json";
import { isJsonTextError } from "@/lib/schema/json-error";
import type { Members } from "../record-api";
import JsonEditor from "./json-editor";

export type JsonText = { text: string; of: Members };

type JsonTabProps = {
  members: Members;
  schema: unknown;
  readOnly: boolean;
  /** Text that was typed before and is no record yet. */
  kept?: JsonText;
  onKeep: (kept: JsonText | undefined) => void;
  onMembers: (members: Members) => void;
  onBroken: (message: string | undefined) => void;
};

/** A record as JSON text. Text that is no record yet is kept, and is no change until it is one. */
export default function JsonTab({ members, schema, readOnly, kept, onKeep, onMembers, onBroken }: JsonTabProps) {
  const [initial] = useState(() => kept?.text ?? printExact(members, 2));
  const typed = (text: string) => {
    try {
      const value = readExact(text);
      if (typeof value !== "object" || value === null || Array.isArray(value)) {
        onBroken("A record is a JSON object: begin with { and end with }");
        onKeep({ text, of: members });
        return;
      }
      onKeep(undefined);
      onBroken(undefined);
      onMembers(value as Members);
    } catch (error) {
      if (!isJsonTextError(error)) throw error;
      onKeep({ text, of: members });
      onBroken(error.message);
    }
  };
  return (
    <JsonEditor
      initial={initial}
      schema={schema}
      label={readOnly ? "The record as JSON" : "Edit the record as JSON"}
      readOnly={readOnly}
      onChange={typed}
    />
  );
}
