/** Thrown out of a work whose job was stopped, or whose process is about to. */
export class Stopped extends Error {}

/** What a work makes; undefined when it was stopped on the way. */
export async function unlessStopped<Result>(work: () => Promise<Result>): Promise<Result | undefined> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Stopped) return undefined;
    throw error;
  }
}
