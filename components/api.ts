/** What the page learns about the API by asking it, as any caller would. */
export type Health = { up: true; milliseconds: number } | { up: false; says: string };

/** Asks the API whether it is up. Never throws: a page that cannot reach its server says so in words. */
export async function askHealth(signal: AbortSignal): Promise<Health> {
  const began = performance.now();
  const answer = await fetch("/api/health", { cache: "no-store", signal }).catch((cause: unknown) => String(cause));
  if (typeof answer === "string") return { up: false, says: "The server does not answer." };
  if (answer.ok) return { up: true, milliseconds: Math.round(performance.now() - began) };
  return { up: false, says: `The server answers ${answer.status}; its database may be away.` };
}
