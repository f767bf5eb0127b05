/** The records that every side is given: about 300 bytes of JSON, the same for the same number and version. */

export const RECORDS = 100_000;
export const CATEGORIES = 5;

const vendors = [
  "Northwind Traders",
  "Contoso",
  "Société Générale de Logiciel",
  "Fabrikam",
  "Initech",
  "Umbra & Söhne",
];
const licences = ["MIT", "Apache-2.0", "BSD-3-Clause", "GPL-3.0-only", "MPL-2.0", "proprietary"];
const purposes = [
  "ships in every image",
  "needed by the nightly build",
  "used by two teams",
  "waiting for its removal",
];

/** One record as JSON text. Another version of it has another size and another score, and nothing else. */
export function recordText(number: number, version: number): string {
  const mixed = mix(number);
  const day = String(1 + (mixed % 28)).padStart(2, "0");
  const month = String(1 + ((mixed >>> 5) % 12)).padStart(2, "0");
  return (
    `{"id":"${recordId(number)}","name":"component-${mixed.toString(36)}","category":"${categoryOf(number)}",` +
    `"vendor":"${vendors[mixed % vendors.length]}","licence":"${licences[mixed % licences.length]}",` +
    `"purpose":"${purposes[mixed % purposes.length]}","size":${(mixed % 9_000_000) + version},` +
    `"score":${scoreOf(number, version)},"installed":"20${10 + (mixed % 16)}-${month}-${day}",` +
    `"owner":{"team":"team ${mixed % 40}","floor":${mixed % 12},"onCall":${mixed % 3 === 0}}}`
  );
}

export const recordId = (number: number) => `component-${String(number).padStart(7, "0")}`;
export const categoryOf = (number: number) => `category ${mix(number) % CATEGORIES}`;

function scoreOf(number: number, version: number): number {
  return ((mix(number + 7_919) + version) % 100_000) / 100;
}

/** Spreads numbers over 31 bits, always the same way. */
export function mix(number: number): number {
  let mixed = Math.imul(number ^ 0x9e3779b9, 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) & 0x7fffffff;
}

/** The JSON Schema that app and hand judge the records by. */
export const recordSchema = {
  $schema: "https://json-schema.org/draft/2020-12/schema",
  type: "object",
  required: ["id", "name", "category", "size"],
  additionalProperties: false,
  properties: {
    id: { type: "string", maxLength: 64 },
    name: { type: "string", minLength: 1, maxLength: 200 },
    category: { type: "string", maxLength: 40 },
    vendor: { type: "string" },
    licence: { enum: licences },
    purpose: { type: "string" },
    size: { type: "integer", minimum: 0 },
    score: { type: "number", minimum: 0, maximum: 1_000 },
    installed: { type: "string", format: "date" },
    owner: {
      type: "object",
      required: ["team"],
      properties: { team: { type: "string" }, floor: { type: "integer" }, onCall: { type: "boolean" } },
    },
  },
};

/** The three fields that app's resource declares; limit and hand have an index for each. */
export const filterFields = [
  { pointer: "/category", type: "text" },
  { pointer: "/score", type: "number" },
  { pointer: "/installed", type: "date" },
] as const;

/** Which records a push carries: all of them new, or half of them with other values than before. */
export type Push = { size: number; changed: boolean; records?: number };

/** The records of a push in their bulks, as texts. */
export function* bulksOf({ size, changed, records = RECORDS }: Push): Generator<string[]> {
  for (let from = 0; from < records; from += size) {
    yield Array.from({ length: Math.min(size, records - from) }, (_, at) =>
      recordText(from + at, changed && at % 2 === 1 ? 1 : 0),
    );
  }
}

/** A question for a page: one category, from a score on, by score. */
export type Question = { category: string; from: number };

/** The nth question, so that no two sides are asked easier ones. */
export function questionOf(number: number): Question {
  return { category: categoryOf(number), from: mix(number + 31) % 900 };
}

export const PAGE_SIZE = 50;
