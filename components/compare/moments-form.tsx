"use client";

import { ArrowLeftRight } from "lucide-react";
import { type FormEvent, useId, useState } from "react";
import type { Place } from "../connections/addresses";
import { kindInWords } from "../connections/change-words";
import { type ChangeFacts, rowsOf, useResourceList } from "../connections/reads";
import { Button } from "../ui/button";
import { Field } from "../ui/field";
import { IconButton } from "../ui/icon-button";
import { TextInput } from "../ui/text-input";
import type { Moments } from "./compare-api";

const OFFERED = 30;

type MomentsFormProps = { place: Place; moments: Moments; onCompare: (moments: Moments) => void };

/** Two moments: each a revision or a time, with the last changes to choose from. */
export function MomentsForm({ place, moments, onCompare }: MomentsFormProps) {
  const [from, setFrom] = useState(moments.from);
  const [to, setTo] = useState(moments.to);
  const list = useId();
  const changes = rowsOf(useResourceList<ChangeFacts>(place, "changes").data).slice(0, OFFERED);
  const compare = (event: FormEvent) => {
    event.preventDefault();
    if (from.trim() !== "") onCompare({ from: from.trim(), to: to.trim() });
  };
  return (
    <form onSubmit={compare} className="flex flex-wrap items-end gap-3">
      <Field label="From" className="w-full max-w-72">
        <TextInput
          list={list}
          value={from}
          placeholder="12, or 2026-11-23"
          autoComplete="off"
          onChange={(event) => setFrom(event.target.value)}
        />
      </Field>
      <IconButton
        label="Swap the two moments"
        icon={<ArrowLeftRight />}
        disabled={to === ""}
        onClick={() => {
          setFrom(to);
          setTo(from);
        }}
      />
      <Field label="To" className="w-full max-w-72">
        <TextInput
          list={list}
          value={to}
          placeholder="now"
          autoComplete="off"
          onChange={(event) => setTo(event.target.value)}
        />
      </Field>
      <Button type="submit" variant="primary" disabled={from.trim() === ""}>
        Compare
      </Button>
      <datalist id={list}>
        {changes.map(({ revision, kind, at, actor }) => (
          <option key={revision} value={String(revision)}>
            {`${at.slice(0, 16).replace("T", " ")} UTC, ${kindInWords(kind)}, ${actor.label}`}
          </option>
        ))}
      </datalist>
    </form>
  );
}
