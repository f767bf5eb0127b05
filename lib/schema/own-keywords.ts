import { _, str, type Ajv, type CodeKeywordDefinition, type KeywordCxt } from "ajv";
import { identityText, OVER_BUDGET, spend, type Meter } from "./meter";

/** The keyword that `prepare` puts into schemas; no author can write it, since unknown keywords are dropped. */
export const METER = "x-attestry-meter";

/** What evaluating one schema object costs, and which parts of the value it walks over. */
export interface Cost {
  weight: number;
  text: boolean;
  items: boolean;
  keys: "never" | "when-reporting" | "always";
}

/** Replaces Ajv's keywords whose cost or result we do not accept, and adds the meter; it ticks only if `metered`. */
export function addOwnKeywords(ajv: Ajv, meter: Meter, metered: boolean): void {
  for (const keyword of ["const", "enum", "uniqueItems", "multipleOf"]) ajv.removeKeyword(keyword);
  ajv.addKeyword(equalityKeyword("const", "must be equal to constant", (schema) => [schema], meter));
  ajv.addKeyword(equalityKeyword("enum", "must be equal to one of the allowed values", asList, meter));
  ajv.addKeyword(uniqueItemsKeyword(meter));
  ajv.addKeyword(MULTIPLE_OF);
  ajv.addKeyword(metered ? meterKeyword(meter) : { keyword: METER });
}

// Where an array is shorter than its tuple, Ajv leaves the array's keywords that come after; so nothing may come after.
const TUPLES = ["prefixItems", "items", "additionalItems"];

/** Puts the meter before anything that can fail, and tuples last. Call it once all keywords are added. */
export function orderKeywords({ RULES }: Ajv): void {
  for (const group of RULES.rules) {
    const meter = group.rules.filter((rule) => rule.keyword === METER);
    const tuples = group.rules.filter((rule) => TUPLES.includes(rule.keyword));
    group.rules = [...group.rules.filter((rule) => !meter.includes(rule) && !tuples.includes(rule)), ...tuples];
    if (meter.length > 0) RULES.rules = [{ rules: meter }, ...RULES.rules];
  }
}

function meterKeyword(meter: Meter): CodeKeywordDefinition {
  return {
    keyword: METER,
    schemaType: "object",
    code(cxt: KeywordCxt) {
      const { gen, data } = cxt;
      const cost = cxt.schema as Cost;
      const reporting = cxt.it.allErrors === true;
      const counter = gen.scopeValue("obj", { ref: meter });
      const stop = gen.scopeValue("obj", { ref: OVER_BUDGET });
      gen.code(_`${counter}.left -= ${cost.weight * (reporting ? 4 : 1)}`);
      if (cost.text)
        gen.if(_`typeof ${data} == "string" && ${data}.length > 63`, () =>
          gen.code(_`${counter}.left -= ${data}.length >> 6`),
        );
      if (cost.items)
        gen.if(_`Array.isArray(${data})`, () => gen.code(_`${counter}.left -= ${data}.length >> ${reporting ? 0 : 3}`));
      if (cost.keys === "always" || (cost.keys === "when-reporting" && reporting)) {
        const count = gen.scopeValue("func", { ref: countKeys });
        gen.code(_`${counter}.left -= ${count}(${data})`);
      }
      gen.if(_`${counter}.left < 0`, () => gen.throw(_`${stop}`));
    },
  };
}

function countKeys(value: unknown): number {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? Object.keys(value).length : 0;
}

function asList(schema: unknown): unknown[] {
  return Array.isArray(schema) ? (schema as unknown[]) : [schema];
}

function equalityKeyword(
  keyword: string,
  message: string,
  values: (schema: unknown) => unknown[],
  meter: Meter,
): CodeKeywordDefinition {
  return {
    keyword,
    error: { message },
    code(cxt: KeywordCxt) {
      const { gen, data } = cxt;
      const list = values(cxt.schema);
      const scalars = list.filter((value) => typeof value !== "object" || value === null);
      const texts = new Set(
        list.filter((value) => !scalars.includes(value)).map((value) => identityText(value, { left: Infinity })),
      );
      if (texts.size === 0 && scalars.length === 1) {
        cxt.pass(_`${data} === ${scalars[0] as string | number | boolean | null}`);
        return;
      }
      const known = new Set(scalars);
      const isOne = (value: unknown) =>
        typeof value === "object" && value !== null
          ? texts.size > 0 && texts.has(identityText(value, meter))
          : known.has(value);
      cxt.pass(_`${gen.scopeValue("func", { ref: isOne })}(${data})`);
    },
  };
}

function uniqueItemsKeyword(meter: Meter): CodeKeywordDefinition {
  return {
    keyword: "uniqueItems",
    type: "array",
    schemaType: "boolean",
    error: {
      message: ({ params: { first, second } }) =>
        str`must NOT have duplicate items (items ## ${first} and ${second} are identical)`,
    },
    code(cxt: KeywordCxt) {
      if (cxt.schema !== true) return;
      const find = cxt.gen.scopeValue("func", { ref: (items: unknown[]) => firstTwins(items, meter) });
      const pair = cxt.gen.const("pair", _`${find}(${cxt.data})`);
      cxt.setParams({ first: _`${pair}[0]`, second: _`${pair}[1]` });
      cxt.pass(_`${pair} === undefined`);
    },
  };
}

/** The positions of the first two equal items. */
function firstTwins(items: unknown[], meter: Meter): [number, number] | undefined {
  spend(meter, 1 + (items.length >> 1));
  const scalars = new Map<unknown, number>();
  const texts = new Map<string, number>();
  for (const [at, item] of items.entries()) {
    const compound = typeof item === "object" && item !== null;
    const key = compound ? identityText(item, meter) : item;
    const seen = compound ? texts.get(key as string) : scalars.get(key);
    if (seen !== undefined) return [seen, at];
    if (compound) texts.set(key as string, at);
    else scalars.set(key, at);
  }
  return undefined;
}

const MULTIPLE_OF: CodeKeywordDefinition = {
  keyword: "multipleOf",
  type: "number",
  schemaType: "number",
  error: { message: ({ schemaCode }) => str`must be multiple of ${schemaCode}` },
  code(cxt: KeywordCxt) {
    const { gen, data } = cxt;
    const step = cxt.schema as number;
    cxt.pass(_`${gen.scopeValue("func", { ref: (value: number) => isMultiple(value, step) })}(${data})`);
  },
};

/** Divides as people do, in decimals: 19.99 is a multiple of 0.01, which binary fractions deny. */
function isMultiple(value: number, step: number): boolean {
  if (Number.isSafeInteger(value) && Number.isSafeInteger(step)) return value % step === 0;
  if (!Number.isFinite(value)) return false;
  const [digits, scale] = decimal(value);
  const [stepDigits, stepScale] = decimal(step);
  const shift = Math.max(scale, stepScale);
  return (digits * 10n ** BigInt(shift - scale)) % (stepDigits * 10n ** BigInt(shift - stepScale)) === 0n;
}

/** The shortest decimal that means this double, as an integer and the number of places it is shifted by. */
function decimal(value: number): [bigint, number] {
  const [mantissa = "0", exponent = "0"] = String(value).split("e");
  const [whole = "0", fraction = ""] = mantissa.split(".");
  const scale = fraction.length - Number(exponent);
  const digits = BigInt(whole + fraction);
  return scale >= 0 ? [digits, scale] : [digits * 10n ** BigInt(-scale), 0];
}
