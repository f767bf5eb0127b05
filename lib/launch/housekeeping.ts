import { flushKeyUse, onKeyUseError } from "@/lib/accounts/key-use";
import { flushSeen, onSeenError } from "@/lib/accounts/sign-ins/seen";
import { sweepSignIns } from "@/lib/accounts/sign-ins/store";
import { sweepTokens } from "@/lib/accounts/tokens/store";
import { sweep } from "@/lib/changes/store";
import { env } from "@/lib/db/env";
import { log } from "@/lib/guard/log";
import { onMailError } from "@/lib/notify/mail";

const HOUR_MS = 3_600_000;

/** Removes hourly what its time has passed, and answers what writes the rest of the day's notes before the end. */
export function keepHouse(): () => Promise<void> {
  const tidy = () =>
    sweep(env().ATTESTRY_PUSH_DAYS)
      .then(sweepSignIns)
      .then(sweepTokens)
      .catch((error: unknown) => log().warn({ err: error }, "sweeping failed; next hour again"));
  onKeyUseError((error) => log().warn({ err: error }, "the use of keys could not be written; it goes with the next"));
  onSeenError((error) =>
    log().warn({ err: error }, "when people were seen could not be written; it goes with the next"),
  );
  onMailError((error) => log().warn({ err: error }, "a mail could not be sent"));
  void tidy();
  const timer = setInterval(() => void tidy(), HOUR_MS);
  return async () => {
    clearInterval(timer);
    await Promise.all([flushKeyUse(), flushSeen()]);
  };
}
