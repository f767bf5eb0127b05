/** What a verb's result becomes on the wire. body: JSON text, a stream of bytes, or nothing. */
export type Answer = {
  status: number;
  body: string | ReadableStream<Uint8Array> | null;
  headers?: Record<string, string>;
};

/** An answer of JSON. */
export function json(status: number, body: unknown, headers?: Record<string, string>): Answer {
  return { status, body: JSON.stringify(body), headers };
}

/** Text or bytes that are made while the caller takes them; a caller who goes away ends the making. */
export function streamOf(parts: AsyncGenerator<string | Uint8Array>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream({
    async pull(controller) {
      const { value, done } = await parts.next();
      if (done) controller.close();
      else controller.enqueue(typeof value === "string" ? encoder.encode(value) : value);
    },
    async cancel() {
      await parts.return(undefined);
    },
  });
}
