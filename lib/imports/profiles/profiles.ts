import { isoDate } from "@/lib/contract/dates";
import { Refusal } from "@/lib/contract/errors";
import type { Context } from "@/lib/changes/context";
import { write } from "@/lib/changes/write";
import { resourceAt, type Target } from "@/lib/connections/resource";
import { importAt, type ImportTarget } from "../read";
import * as store from "./store";

const factsOf = ({ id, name, created_by: createdBy, updated_at }: store.ProfileRow) => ({
  id,
  name,
  createdBy,
  updatedAt: isoDate(updated_at),
});

/** How files of a resource are read and mapped, under their names. Throws notFound. */
export async function listProfiles(ctx: Context, target: Target) {
  const resource = await resourceAt(ctx, target);
  const rows = await store.listProfiles({ accountId: ctx.accountId, resourceId: resource.id });
  return { data: rows.map(factsOf) };
}

/** Saves how an import is read and mapped; a profile of that name is replaced. Throws notFound, conflict. */
export async function saveProfile(ctx: Context, target: ImportTarget, name: string) {
  const { place, row } = await importAt(ctx, target);
  const { read, mapping } = row;
  if (read === null || mapping === null) {
    throw new Refusal("conflict", { message: "The file is not whole yet, so nothing is mapped" });
  }
  return write(ctx, async (tx) => {
    const saved = await store.saveProfile(tx, place, { name, read, mapping, by: ctx.actor.label });
    const details = { name, connectionId: target.connectionId, resourceId: target.resourceId };
    const audit = { ...entry(ctx, "import-profile.save", saved.id), details };
    return { result: factsOf(saved), change: { resources: [], audit } };
  });
}

/** Deletes a saved profile. Throws notFound. */
export async function deleteProfile(ctx: Context, target: Target & { profileId: number }): Promise<void> {
  const resource = await resourceAt(ctx, target);
  return write(ctx, async (tx) => {
    const gone = await store.removeProfile(tx, { accountId: ctx.accountId, resourceId: resource.id }, target.profileId);
    if (!gone) throw new Refusal("notFound");
    const details = { connectionId: target.connectionId, resourceId: target.resourceId };
    const audit = { ...entry(ctx, "import-profile.delete", target.profileId), details };
    return { result: undefined, change: { resources: [], audit } };
  });
}

const entry = (ctx: Context, action: string, id: number) => ({
  accountId: ctx.accountId,
  action,
  target: `import profile ${id}`,
  origin: ctx,
});
