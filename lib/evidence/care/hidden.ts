import type { Context } from "@/lib/changes/context";
import { Refusal } from "@/lib/contract/errors";
import { holdsSensitive } from "../hidden";

/** Refuses who may not read what an evidence holds in clear. Throws forbidden. */
export async function refuseHidden(ctx: Context, { id, connectionId }: { id: number; connectionId: number }) {
  if (ctx.permitsOn("sensitive-get", connectionId) || !(await holdsSensitive(ctx.accountId, id))) return;
  throw new Refusal("forbidden", {
    message:
      "This evidence holds sensitive values in clear: sharing it needs the permission Read Sensitive Data, which an admin can give you",
    cause: "lacks sensitive-get",
  });
}
