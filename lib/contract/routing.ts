import { operationIds, operationOf, type OperationId } from "./operations";

/** Where a request's address leads: an operation with its raw path values, the methods there are, or nowhere. */
export type Route =
  { id: OperationId; params: Record<string, string> } | { allow: string[] } | { badEncoding: true } | undefined;

type Template = { method: string; id: OperationId; steps: string[] };

const templates = new Map<number, Template[]>();
for (const id of operationIds) {
  const { method, path, also = [] } = operationOf(id);
  for (const address of [path, ...also]) {
    const steps = address.split("/").slice(1);
    const sameLength = templates.get(steps.length) ?? [];
    templates.set(steps.length, [...sameLength, { method, id, steps }]);
  }
}
// A literal step wins over a parameter: …/records/evidence is not a record.
for (const group of templates.values()) group.sort((a, b) => parameters(a) - parameters(b));

function parameters({ steps }: Template): number {
  return steps.filter((step) => step.startsWith("{")).length;
}

/**
 * Finds the operation of a request from the raw target of its first line. Each step is percent-decoded once, after the
 * split, so an encoded slash stays inside its step; nothing is normalised, so `..` and a trailing slash lead nowhere new.
 */
export function routeOf(method: string, target: string): Route {
  const end = target.search(/[?#]/);
  const path = end < 0 ? target : target.slice(0, end);
  const raw = path.split("/").slice(1);
  const matching = (templates.get(raw.length) ?? []).filter(({ steps }) => fits(steps, raw));
  const chosen = matching.find((template) => template.method === method);
  if (!chosen)
    return matching.length ? { allow: [...new Set(matching.map((template) => template.method))].sort() } : undefined;
  try {
    const named = chosen.steps.flatMap((step, at) =>
      step.startsWith("{") ? [[step.slice(1, -1), decodeURIComponent(raw[at] ?? "")] as const] : [],
    );
    return { id: chosen.id, params: Object.fromEntries(named) };
  } catch {
    return { badEncoding: true };
  }
}

function fits(steps: readonly string[], raw: readonly string[]): boolean {
  return steps.every((step, at) => (step.startsWith("{") ? raw[at] !== "" : step === raw[at]));
}
