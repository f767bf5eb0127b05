import type { Context } from "@/lib/changes/context";
import { isFresh, onNotice } from "@/lib/db/freshness";
import { singleton } from "@/lib/db/singleton";
import { jobFacts } from "./facts";
import * as store from "./store";
import { visibleJob, visibleTo } from "./visible";

const BEAT_MS = 10_000;
const SETTLE_MS = 100;

type Follower = { hear: (notice: string) => void; end: () => void };

/** One ear for the whole process, however many follow. */
const followers = () =>
  singleton("job-followers", () => {
    const all = new Set<Follower>();
    onNotice((notice) => {
      for (const follower of all) follower.hear(notice);
    });
    return all;
  });

/** Ends every stream cleanly: the process is about to stop, and whoever follows comes back by themselves. */
export function endJobEvents(): void {
  for (const follower of [...followers()]) follower.end();
}

/** Follows all jobs that the caller sees, for so many seconds or until the caller goes. */
export async function followJobs(ctx: Context, seconds?: number): Promise<ReadableStream<Uint8Array>> {
  return follow(ctx, undefined, seconds);
}

/** Follows one job to its end. Throws notFound. */
export async function followJob(ctx: Context, id: number): Promise<ReadableStream<Uint8Array>> {
  await visibleJob(ctx, id);
  return follow(ctx, id);
}

const encoder = new TextEncoder();

/**
 * Server-sent events. A notice of the database says that a job moved; what it says now is read when a few notices have
 * come together. Ends when rights move, so that the caller passes the guard again.
 */
function follow(ctx: Context, only: number | undefined, seconds?: number): ReadableStream<Uint8Array> {
  const whose = visibleTo(ctx);
  const prefix = `job:${ctx.accountId}:`;
  const moved = new Set<number>(only === undefined ? [] : [only]);
  let timer: NodeJS.Timeout | undefined;
  let beat: NodeJS.Timeout | undefined;
  let last: NodeJS.Timeout | undefined;
  let reading = false;
  let over = false;
  let controller: ReadableStreamDefaultController<Uint8Array>;

  const say = (text: string) => !over && controller.enqueue(encoder.encode(text));
  const leave = () => {
    over = true;
    clearTimeout(timer);
    clearInterval(beat);
    clearTimeout(last);
    followers().delete(follower);
  };
  const end = () => {
    if (over) return;
    leave();
    controller.close();
  };
  const read = async () => {
    timer = undefined;
    reading = true;
    const ids = [...moved];
    moved.clear();
    try {
      const rows = await store.listMoving(whose, ids);
      const told = only === undefined ? rows : rows.filter(({ id }) => id === only);
      for (const row of told) say(`event: job\nid: ${row.id}\ndata: ${JSON.stringify(jobFacts(row))}\n\n`);
      if (only !== undefined && told.every(({ finished_at }) => finished_at !== null)) end();
    } catch {
      end(); // the database is away: the caller comes back, and is told so by the guard
    }
    reading = false;
    if (moved.size && !over) later();
  };
  const later = () => {
    if (!timer && !reading && !over) timer = setTimeout(() => void read(), SETTLE_MS);
  };
  const follower: Follower = {
    end,
    hear: (notice) => {
      if (notice === `account:${ctx.accountId}` || notice === `person:${ctx.personId}`) return end();
      if (notice !== "" && !notice.startsWith(prefix)) return;
      const id = Number(notice.slice(prefix.length));
      if (only !== undefined && id !== only && notice !== "") return;
      if (notice !== "") moved.add(id);
      later();
    },
  };
  return new ReadableStream({
    start(given) {
      controller = given;
      isFresh(); // begins to listen, where nobody did yet
      followers().add(follower);
      say("retry: 2000\n\n");
      if (seconds !== undefined) last = setTimeout(end, seconds * 1_000);
      void read();
      beat = setInterval(() => {
        say(": still here\n\n");
        void (reading || read());
      }, BEAT_MS);
    },
    cancel: leave,
  });
}
