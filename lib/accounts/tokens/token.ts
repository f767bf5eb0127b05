import { createHash, randomBytes } from "node:crypto";
import type { Context } from "@/lib/changes/context";
import { Refusal } from "@/lib/contract/errors";
import { env } from "@/lib/db/env";

/** 256 random bits for a link. They cannot be guessed, so a fast hash is the right one to keep. */
export const makeToken = (): string => randomBytes(32).toString("base64url");

/** What the database keeps of a link. */
export const hashOfToken = (token: string): Buffer => createHash("sha256").update(token).digest();

/** A link that carries a token after #, so that no log of any server has it. */
export function linkWith(ctx: Pick<Context, "baseUrl">, path: string, token: string): string {
  const { ATTESTRY_URL, HOST, PORT } = env();
  return `${ctx.baseUrl ?? (ATTESTRY_URL || `http://${HOST}:${PORT}`)}${path}#${token}`;
}

/** A link that was used, whose time has passed, or that never was: told alike. */
export const deadLink = (): Refusal =>
  new Refusal("notFound", { message: "This link was used before, or its time has passed; ask for a new one" });
