import { Refusal } from "@/lib/contract/errors";
import { env } from "@/lib/db/env";
import { takeTurnWithin } from "@/lib/db/turns";
import { write } from "./write";

const PATIENCE_MS = 3_000;
/** One holds the account's row, the next one comes up to it. */
const AT_ONCE = 2;

/**
 * Writes what many may ask for at once and leaves an audit entry. Such writes of an account go one after another anyway,
 * on its row: here they wait before they take a connection, so that a burst leaves most of them to pushes. Throws busy when
 * the turn does not come soon, and what write throws. Not for what takes access away, which stands behind no burst.
 */
export async function writeInTurn<Result>(...[ctx, work]: Parameters<typeof write<Result>>): Promise<Result> {
  const until = performance.now() + PATIENCE_MS;
  const endOwn = await turn(`audited writes of ${ctx.accountId}`, AT_ONCE, until);
  try {
    // Of many accounts, too, as many as leave most connections free.
    const endTurn = await turn("audited writes", Math.max(1, Math.floor(env().ATTESTRY_POOL_MAX / 3)), until);
    try {
      return await write(ctx, work);
    } finally {
      endTurn();
    }
  } finally {
    endOwn();
  }
}

async function turn(kind: string, most: number, until: number): Promise<() => void> {
  const end = await takeTurnWithin(kind, most, Math.max(0, until - performance.now()));
  if (!end) throw new Refusal("busy", { headers: { "retry-after": "2" } });
  return end;
}
