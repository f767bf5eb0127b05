"use client";

import dynamic from "next/dynamic";
import { useState } from "react";
import { pointerStep } from "@/lib/schema/json-error";
import { printExact, readExact } from "@/lib/schema/exact-json";
import { isJsonTextError } from "@/lib/schema/json-error";
import type { Place } from "../connections/addresses";
import { useResource } from "../connections/reads";
import { Button } from "../ui/button";
import { Dialog } from "../ui/dialog";
import { FieldError } from "../ui/field";
import { SkeletonLines } from "../ui/skeleton";
import type { Fix, Mapping, PlanRow } from "./import-api";

const loading = () => <SkeletonLines lines={8} label="Opening the editor" />;
const JsonEditor = dynamic(() => import("../records/json/json-editor"), { ssr: false, loading });

type MendJsonProps = {
  place: Place;
  row: PlanRow & { position: number; text: string };
  mapping: Mapping | null;
  onFix: (fix: Fix) => Promise<boolean>;
};

/** Opens a row of JSON as text, to be mended as a whole. */
export function MendJson({ place, row, mapping, onFix }: MendJsonProps) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button size="small" variant="quiet" onClick={() => setOpen(true)} aria-label={`Mend row ${row.line} as JSON`}>
        As JSON
      </Button>
      {open && <MendDialog place={place} row={row} mapping={mapping} onFix={onFix} onClose={() => setOpen(false)} />}
    </>
  );
}

function MendDialog({ place, row, mapping, onFix, onClose }: MendJsonProps & { onClose: () => void }) {
  const resource = useResource(place);
  const [initial] = useState(() => printExact(readExact(row.text), 2));
  const [text, setText] = useState(initial);
  const [busy, setBusy] = useState(false);
  const broken = problemIn(text);
  const mend = async () => {
    setBusy(true);
    const taken = await onFix({ position: row.position, text });
    setBusy(false);
    if (taken) onClose();
  };
  return (
    <Dialog
      open
      size="wide"
      onClose={onClose}
      title={`Row ${row.line} as JSON`}
      description="The file stays as it is; what you write here is imported in the place of the row."
      footer={
        <>
          <Button onClick={onClose}>Leave it as it is</Button>
          <Button
            variant="primary"
            busy={busy}
            disabled={broken !== undefined || text === initial}
            onClick={() => void mend()}
          >
            Mend the row
          </Button>
        </>
      }
    >
      <ul className="mb-2 flex flex-col gap-1">
        {row.problems.map(({ pointer, message }) => (
          <li key={pointer + message}>
            <FieldError>
              {pointer && <code className="mr-1 font-mono">{pointer}</code>}
              {message}
            </FieldError>
          </li>
        ))}
      </ul>
      {resource.data && (
        <div className="h-96 overflow-hidden rounded-6 border border-hairline">
          <JsonEditor
            initial={initial}
            schema={standsAsItIs(mapping) ? resource.data.schema : {}}
            label={`Row ${row.line} as JSON`}
            onChange={setText}
          />
        </div>
      )}
      {broken !== undefined && <FieldError>{broken}</FieldError>}
    </Dialog>
  );
}

function problemIn(text: string): string | undefined {
  try {
    readExact(text);
    return undefined;
  } catch (error) {
    if (isJsonTextError(error)) return error.message;
    throw error;
  }
}

/** Whether the schema speaks of the row itself, and not of what its members become elsewhere. */
const standsAsItIs = (mapping: Mapping | null) =>
  mapping === null ||
  (mapping.constants.length === 0 &&
    mapping.columns.every(({ name, pointer, coerce }) => pointer === pointerStep(name) && coerce === "as-is"));
