/** One thing wrong with what was sent, where it stands. */
export type FieldProblem = { pointer: string; keyword: string; message: string };

type Facts = {
  status: number;
  code: number | string;
  name: string;
  errors: readonly FieldProblem[];
  requestId?: string;
  retryAfter?: number;
};

/** What the API refused or could not do, in its own words. Status 0: the server did not answer at all. */
export class ApiProblem extends Error {
  readonly status: number;
  readonly code: number | string;
  readonly errors: readonly FieldProblem[];
  readonly requestId?: string;
  /** Seconds until it is worth asking again. */
  readonly retryAfter?: number;

  constructor(message: string, { status, code, name, errors, requestId, retryAfter }: Facts) {
    super(message);
    this.name = name;
    this.status = status;
    this.code = code;
    this.errors = errors;
    this.requestId = requestId;
    this.retryAfter = retryAfter;
  }
}

/** Anything that was thrown, as a problem that can be shown. */
export function problemOf(thrown: unknown): ApiProblem {
  if (thrown instanceof ApiProblem) return thrown;
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return new ApiProblem(message, { status: 0, code: 0, name: "Error", errors: [] });
}

type Body = { message?: string; code?: number | string; name?: string; requestId?: string; errors?: FieldProblem[] };

/** Reads an answer that is no success. */
export async function problemIn(answer: Response): Promise<ApiProblem> {
  const text = await answer.text().catch(() => "");
  const body = bodyOf(text);
  const retryAfter = Number(answer.headers.get("retry-after"));
  const seconds = retryAfter > 0 ? `${retryAfter} seconds` : "a few seconds";
  return new ApiProblem(
    body.message?.replace("Retry-After seconds", seconds) ??
      `The server answers ${answer.status}. Try again in a moment.`,
    {
      status: answer.status,
      code: body.code ?? answer.status,
      name: body.name ?? "Error",
      errors: body.errors ?? [],
      requestId: body.requestId ?? answer.headers.get("x-request-id") ?? undefined,
      retryAfter: retryAfter > 0 ? retryAfter : undefined,
    },
  );
}

function bodyOf(text: string): Body {
  try {
    const body: unknown = JSON.parse(text);
    return typeof body === "object" && body !== null ? body : {};
  } catch {
    return {};
  }
}
