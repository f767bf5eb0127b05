import { z } from "zod";
import { Refusal } from "@/lib/contract/errors";
import { filterShape, parseFilter } from "@/lib/contract/filters";
import type { Resource } from "@/lib/connections/resource";
import type { Context } from "@/lib/changes/context";
import { marksFor, refuseGuesses, type Marked } from "../hidden";
import { checkedFilter, slotNames } from "../read";
import type { Picked } from "./store";

const selectionShape = z.object({
  ids: z.array(z.string()).optional(),
  filter: filterShape.optional(),
  except: z.array(z.string()).optional(),
  q: z.string().optional(),
  failing: z.boolean().optional(),
});

/**
 * A selection by its own text, so that a filter's numbers are compared as they were written. Throws invalid for what is
 * no filter, or one that is too large.
 */
export function readSelection(text: string | undefined): Picked {
  if (text === undefined) return {};
  const parsed = selectionShape.safeParse(exactly(text));
  if (parsed.success) return { ...parsed.data, filter: checkedFilter(parsed.data.filter) };
  const [issue] = parsed.error.issues;
  throw new Refusal("invalid", {
    message: `selection/${issue?.path.join("/") ?? ""}: ${issue?.message ?? "not a filter"}`,
  });
}

function exactly(text: string): unknown {
  try {
    return parseFilter(text);
  } catch (error) {
    throw new Refusal("invalid", { message: `selection: ${error instanceof Error ? error.message : "not JSON"}` });
  }
}

/** Where a job reads its records, for whom. marked: as they stood at another moment. Throws forbidden for a filter that would tell a hidden value. */
export function pickOf(ctx: Context, resource: Resource, picked: Picked, marked: Marked = resource) {
  refuseGuesses(ctx, marked, picked);
  return {
    accountId: resource.account_id,
    resourceId: resource.id,
    picked,
    slots: slotNames(resource),
    schemaVersion: resource.schema_version,
    marks: marksFor(ctx, marked),
  };
}

/** How far a job over records came: the last id it dealt with. */
export type Position = { afterId: string | null };

/** The id after which the next batch begins. */
export function afterIdOf(position: string): string | null {
  return (JSON.parse(position) as Partial<Position>).afterId ?? null;
}
