"use client";

import { useQuery } from "@tanstack/react-query";
import type { z } from "zod";
import type * as shapes from "@/lib/contract/shapes/jobs";
import { api } from "../api";
import { Count } from "../ui/number";
import { RadioGroup } from "../ui/radio-group";
import { RelativeTime } from "../ui/time";
import { channelInWords, kindInWords } from "./change-words";

export type Undone = z.output<typeof shapes.undone>;
export type Later = "keep" | "overwrite";

const SHOWN = 200;

/** What undoing a Change would do, as the API at that path tells it before anything is written. */
export const useUndoPreview = (path: string, enabled = true) =>
  useQuery({
    queryKey: ["undo", path],
    queryFn: () => api.post<Undone>(path, { body: {}, query: { dryRun: "true" } }),
    enabled,
    staleTime: 0,
    gcTime: 0,
    retry: false,
  });

type UndoPreviewProps = { found: Undone; later: Later; onLater: (later: Later) => void };

/** What an undoing would do, and the choice where it would meet later work. */
export function UndoPreview({ found, later, onLater }: UndoPreviewProps) {
  const { restored, deleted, keptCount, kept } = found;
  return (
    <>
      <p role="status" className="text-body text-ink">
        <Count value={restored} of={["record goes", "records go"]} /> back to what{" "}
        {restored === 1 ? "it was" : "they were"}, <Count value={deleted} of={["is", "are"]} /> deleted.
      </p>
      {keptCount > 0 && (
        <>
          <RadioGroup
            label={
              <>
                <Count value={keptCount} of={["record was", "records were"]} /> changed again since
              </>
            }
            value={later}
            onChange={onLater}
            choices={[
              { value: "keep", label: "Keep the later work", says: "These records stay as they are" },
              {
                value: "overwrite",
                label: "Overwrite it",
                says: "They go back, too; the later versions stay in history",
              },
            ]}
          />
          <ul aria-label="Changed again since" className="max-h-60 overflow-y-auto text-table">
            {kept.slice(0, SHOWN).map(({ id, reason, by }) => (
              <li key={id} className="border-b border-hairline py-1.5">
                <bdi className="font-mono wrap-anywhere">{id}</bdi>
                <span className="block text-ink-faint">
                  {by ? (
                    <>
                      {kindInWords(by.kind)}, <bdi>{by.actor.label}</bdi>, {channelInWords(by.channel, by.actor.kind)},{" "}
                      <RelativeTime time={by.at} />
                    </>
                  ) : (
                    reason
                  )}
                </span>
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  );
}
