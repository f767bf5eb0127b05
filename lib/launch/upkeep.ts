import { onKeyUseError } from "@/lib/accounts/key-use";
import { sweep } from "@/lib/changes/store";
import { env } from "@/lib/db/env";
import { log } from "@/lib/guard/log";

const FIRST_MS = 60_000;
const EVERY_MS = 3_600_000;

/** What a server does beside answering: once an hour it removes what its time has passed. */
export function beginUpkeep(): void {
  onKeyUseError((error) =>
    log().warn({ err: error }, "when keys were last used could not be written; tried again later"),
  );
  const tidy = () => {
    sweep(env().ATTESTRY_PUSH_DAYS).catch((error: unknown) => log().warn({ err: error }, "the hourly sweep failed"));
  };
  setTimeout(tidy, FIRST_MS).unref();
  setInterval(tidy, EVERY_MS).unref();
}
