"use client";

import { useSearchParams } from "next/navigation";
import { NativeSelect } from "../ui/select";
import { statusChoices } from "./evidence-words";

/** What the address narrows the list to, and how to change it. */
export function useEvidenceFilters() {
  const params = useSearchParams();
  const status = statusChoices.find(({ value }) => value === params.get("status"))?.value;
  const asked = Number(params.get("resource"));
  const resourceId = Number.isSafeInteger(asked) && asked > 0 ? asked : undefined;
  const set = (name: "status" | "resource", value: string) => {
    const next = new URLSearchParams(params);
    if (value) next.set(name, value);
    else next.delete(name);
    const query = next.toString();
    window.history.pushState(null, "", query ? `?${query}` : window.location.pathname);
  };
  return { status, resourceId, set };
}

type StatusFilterProps = { status: string | undefined; onChoose: (status: string) => void };

/** Keeps a list to one state. */
export function StatusFilter({ status, onChoose }: StatusFilterProps) {
  return (
    <NativeSelect
      small
      aria-label="State"
      value={status ?? ""}
      onChange={(event) => onChoose(event.target.value)}
      className="w-40!"
    >
      <option value="">Every state</option>
      {statusChoices.map(({ value, label }) => (
        <option key={value} value={value}>
          {label}
        </option>
      ))}
    </NativeSelect>
  );
}
