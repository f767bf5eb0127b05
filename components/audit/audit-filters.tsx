"use client";

import { Search, X } from "lucide-react";
import { type FormEvent, useState } from "react";
import { Button } from "../ui/button";
import { Field } from "../ui/field";
import { NativeSelect } from "../ui/select";
import { TextInput } from "../ui/text-input";
import { actionWords } from "./action-words";
import { useAuditActions, type Filters } from "./audit-list";

type AuditFiltersProps = { filters: Filters; onChange: (changes: Filters) => void };

/** What of the trail is shown: words, an action, an actor, days. */
export function AuditFilters({ filters, onChange }: AuditFiltersProps) {
  const actions = useAuditActions();
  const filtered = Object.values(filters).some(Boolean);
  const known = new Set([...(actions.data ?? []), ...(filters.action ? [filters.action] : [])]);
  const sorted = [...known].sort((one, other) => actionWords(one).localeCompare(actionWords(other)));
  return (
    <search className="mb-3 flex flex-wrap items-end gap-2 max-sm:flex-col max-sm:items-stretch">
      <Typed
        key={`q ${filters.q ?? ""}`}
        label="Search"
        placeholder="Target, request id, reason…"
        value={filters.q}
        onChange={(q) => onChange({ q })}
        className="sm:w-64"
      />
      <Typed
        key={`actor ${filters.actor ?? ""}`}
        label="By"
        placeholder="Name, key:12, person:4"
        value={filters.actor}
        onChange={(actor) => onChange({ actor })}
        className="sm:w-48"
      />
      <Field label="Action" className="sm:w-52">
        <NativeSelect small value={filters.action ?? ""} onChange={(event) => onChange({ action: event.target.value })}>
          <option value="">Everything</option>
          {sorted.map((action) => (
            <option key={action} value={action}>
              {actionWords(action)}
            </option>
          ))}
        </NativeSelect>
      </Field>
      <Field label="From day" className="sm:w-36">
        <TextInput
          small
          type="date"
          max={filters.to}
          value={filters.from ?? ""}
          onChange={(event) => onChange({ from: event.target.value })}
        />
      </Field>
      <Field label="To day" className="sm:w-36">
        <TextInput
          small
          type="date"
          min={filters.from}
          value={filters.to ?? ""}
          onChange={(event) => onChange({ to: event.target.value })}
        />
      </Field>
      {filtered && (
        <Button
          size="small"
          variant="quiet"
          icon={<X aria-hidden="true" />}
          onClick={() => onChange({ from: "", to: "", action: "", actor: "", q: "" })}
        >
          Clear
        </Button>
      )}
    </search>
  );
}

type TypedProps = {
  label: string;
  placeholder: string;
  value?: string;
  onChange: (value: string) => void;
  className?: string;
};

/** A box that takes effect on Enter, or when it is left. */
function Typed({ label, placeholder, value = "", onChange, className }: TypedProps) {
  const [text, setText] = useState(value);
  const apply = () => text.trim() !== value && onChange(text.trim());
  const send = (event: FormEvent) => {
    event.preventDefault();
    apply();
  };
  return (
    <form onSubmit={send} className={className}>
      <Field label={label}>
        <TextInput
          small
          type="search"
          icon={<Search />}
          placeholder={placeholder}
          value={text}
          onChange={(event) => setText(event.target.value)}
          onBlur={apply}
        />
      </Field>
    </form>
  );
}
