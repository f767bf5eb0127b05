import type { Reader } from "@/lib/db/client";
import { isOurs } from "../ours";
import * as store from "./store";

/** What was done to something, as an entry of the trail tells it. */
export type Act = {
  id: number;
  at: string;
  action: string;
  actor: string;
  channel: string;
  details: Record<string, unknown>;
  /** Attestry wrote the entry, and it is what was sealed: whoever has the database alone cannot make one. */
  believed: boolean;
};

export type Asked = Parameters<typeof store.entriesOn>[2];

/** What the trail tells of one thing, oldest first. */
export async function actsOn(from: Reader, accountId: number, asked: Asked): Promise<Act[]> {
  const rows = await store.entriesOn(from, accountId, asked);
  return rows.map((row) => ({
    id: row.number,
    at: row.at,
    action: row.action,
    actor: row.actor_label,
    channel: row.channel,
    details: JSON.parse(row.details) as Record<string, unknown>,
    believed: row.as_sealed && isOurs(accountId, row),
  }));
}
