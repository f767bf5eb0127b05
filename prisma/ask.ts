/** What a database says that is away: a first run goes on when it is back, whether it or a 503 told. */
const AWAY = "08006";

/** Asks the running server as any script would. Throws the server's own words when it refuses. */
export async function ask<Answer>(
  base: string,
  apiKey: string,
  method: "GET" | "POST" | "PATCH",
  path: string,
  body?: unknown,
): Promise<Answer> {
  const response = await fetch(base + path, {
    method,
    headers: { authorization: `Bearer ${apiKey}`, ...(body !== undefined && { "content-type": "application/json" }) },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (!response.ok) {
    const error = new Error(`${method} ${path} was answered ${response.status}: ${text.slice(0, 500)}`);
    throw response.status === 503 ? Object.assign(error, { code: AWAY }) : error;
  }
  const lines = response.headers.get("content-type")?.startsWith("application/x-ndjson");
  return (
    lines
      ? text
          .split("\n")
          .filter(Boolean)
          .map((line) => JSON.parse(line) as unknown)
      : JSON.parse(text)
  ) as Answer;
}
