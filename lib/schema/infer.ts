interface Inferred {
  [keyword: string]: unknown;
}

/**
 * A schema that describes one sample: types of its properties, of nested objects, and of arrays whose elements are
 * alike. Nothing is required and no format is guessed; null says nothing, so it becomes the schema that takes all.
 */
export function inferSchema(sample: { [key: string]: unknown }): Inferred {
  return { $schema: "https://json-schema.org/draft/2020-12/schema", ...inferObject(sample) };
}

function inferObject(sample: object): Inferred {
  const properties = Object.fromEntries(Object.entries(sample).map(([key, value]) => [key, inferValue(value)]));
  return { type: "object", properties };
}

// Recursion is bounded: a sample is a record, at most 64 levels deep.
function inferValue(value: unknown): Inferred {
  if (value === null || value === undefined) return {};
  if (Array.isArray(value)) return inferArray(value as unknown[]);
  if (typeof value === "object") return inferObject(value);
  return { type: typeof value };
}

function inferArray(elements: unknown[]): Inferred {
  const [first, ...others] = elements.map(inferValue);
  if (first === undefined || Object.keys(first).length === 0) return { type: "array" };
  const text = JSON.stringify(first);
  return others.every((other) => JSON.stringify(other) === text) ? { type: "array", items: first } : { type: "array" };
}
