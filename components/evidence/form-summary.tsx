"use client";

import type { RecordsView } from "@/lib/contract/records-view";
import type { Place } from "../connections/addresses";
import type { ResourceFacts } from "../connections/reads";
import { useExactCount } from "../records/record-list";
import { useLocale } from "../ui/locale";
import type { RequestState } from "./request-state";

type SummaryProps = { place: Place; resource: ResourceFacts; state: RequestState; view: RecordsView };

/** What will come out, in one sentence. */
export function Summary({ place, resource, state, view }: SummaryProps) {
  const locale = useLocale();
  const { asOf, filter } = view;
  const asked = { filter, asOf, q: "", failing: false, widths: {}, density: "normal" as const };
  const counts = state.when === "now" && state.session === "";
  const counted = useExactCount(place, asked, counts && (filter !== undefined || asOf !== undefined));
  const matching = !counts ? undefined : filter || asOf !== undefined ? counted : resource.recordCount;
  const number = (value: number) => new Intl.NumberFormat(locale).format(value);
  const size = Number(state.sampleSize);
  const all =
    matching === undefined
      ? filter
        ? "the records that match"
        : "all records"
      : `${number(matching)} ${matching === 1 ? "record" : "records"}`;
  const what = state.sampled ? `${number(matching === undefined ? size : Math.min(size, matching))} of ${all}` : all;
  const redacted = state.redact.length;
  return (
    <p role="status" className="min-w-0 flex-1 basis-72 text-body text-pretty text-ink-soft">
      A signed bundle of <strong className="font-medium text-ink">{what}</strong>
      {momentOf(state, asOf)}
      {redacted > 0 && `, ${redacted} ${redacted === 1 ? "field" : "fields"} redacted`}.
    </p>
  );
}

function momentOf({ when, session }: RequestState, asOf: string | undefined): string {
  if (when !== "now") return " as they stand then";
  if (session !== "") return " as the session held them";
  if (asOf === undefined) return " as they stand now";
  return /^\d+$/.test(asOf) ? ` as of revision ${asOf}` : ` as of ${asOf.replace("T", " ").replace("Z", " UTC")}`;
}
