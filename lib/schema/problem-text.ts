import type { OutputUnit } from "@cfworker/json-schema";
import { pointerStep } from "./json-error";
import { isNode } from "./keywords";
import type { PageProblem } from "./page-judge";

const CHOICES_SHOWN = 8;

const kinds: { [type: string]: string } = {
  string: "text",
  number: "a number",
  integer: "a whole number",
  boolean: "yes or no",
  object: "an object with members",
  array: "a list",
  null: "null",
};

const formats: { [format: string]: string } = {
  date: "a date, such as 2026-11-23",
  "date-time": "a date and time with its zone, such as 2026-11-23T12:00:00Z",
  time: "a time, such as 12:00:00Z",
  email: "an e-mail address, such as name@example.com",
  uri: "a web address, such as https://example.com/page",
  url: "a web address, such as https://example.com/page",
  uuid: "a UUID, such as 123e4567-e89b-12d3-a456-426614174000",
  ipv4: "an IPv4 address, such as 192.0.2.1",
  ipv6: "an IPv6 address, such as 2001:db8::1",
  hostname: "a host name, such as www.example.com",
};

/** What is wrong and how to mend it, for one unit of the validator's output. */
export function problemText(unit: OutputUnit, root: unknown, inside: readonly OutputUnit[]): PageProblem {
  const { keyword } = unit;
  const at = pointerOf(unit.instanceLocation);
  const wanted = valueAt(root, unit.keywordLocation);
  if (keyword === "required" || keyword === "dependentRequired" || keyword === "dependencies") {
    const missing = /property "(.*)"\.$|does not have "(.*)"\.$/s.exec(unit.error);
    const name = missing?.[1] ?? missing?.[2];
    if (name !== undefined)
      return { pointer: at + pointerStep(name), keyword: "required", message: "A value is required" };
  }
  return {
    pointer: at,
    keyword: keyword === "false" ? "additionalProperties" : keyword,
    message: sentence(unit, wanted, inside),
  };
}

function sentence({ keyword, error }: OutputUnit, wanted: unknown, inside: readonly OutputUnit[]): string {
  const text = typeof wanted === "object" ? "" : String(wanted);
  const many = (one: string) => `${text} ${one}${wanted === 1 ? "" : "s"}`;
  switch (keyword) {
    case "type":
      return `Must be ${kindsOf(wanted)}`;
    case "enum":
      return `Must be one of ${choices(wanted)}`;
    case "const":
      return `Must be ${shown(wanted)}`;
    case "minLength":
      return wanted === 1 ? "Must not be empty" : `Needs at least ${many("character")}`;
    case "maxLength":
      return `May have at most ${many("character")}`;
    case "pattern":
      return `Must match the pattern ${text}`;
    case "format":
      return `Must be ${formats[text] ?? `in the format "${text}"`}`;
    case "minimum":
      return `Must be at least ${text}`;
    case "maximum":
      return `Must be at most ${text}`;
    case "exclusiveMinimum":
      return `Must be more than ${text}`;
    case "exclusiveMaximum":
      return `Must be less than ${text}`;
    case "multipleOf":
      return `Must be a multiple of ${text}`;
    case "minItems":
      return `Needs at least ${many("item")}`;
    case "maxItems":
      return `May have at most ${many("item")}`;
    case "uniqueItems":
      return "No two items may be the same";
    case "minProperties":
      return `Needs at least ${many("member")}`;
    case "maxProperties":
      return `May have at most ${many("member")}`;
    case "false":
      return "The schema does not allow this; remove it";
    case "anyOf":
    case "oneOf":
      return alternatives(error, inside);
    case "not":
      return "Must not be what the schema rules out here";
    case "contains":
    case "minContains":
    case "maxContains":
      return "Its items do not contain what the schema asks for";
    case "propertyNames":
      return "A member's name is not allowed here";
    default:
      return `Does not fit the schema (${keyword})`;
  }
}

/** When every alternative wants another kind of value, those kinds are the answer. */
function alternatives(error: string, inside: readonly OutputUnit[]): string {
  if (!/\(0 matches\)|any subschemas/.test(error)) return "Fits more than one of the alternatives; it may fit only one";
  const types = inside.flatMap((unit) => /Expected "(.*)"\.$/.exec(unit.error)?.[1]?.split('", "') ?? []);
  if (types.length > 0 && inside.every(({ keyword }) => keyword === "type")) return `Must be ${kindsOf(types)}`;
  return "Fits none of the alternatives";
}

function kindsOf(wanted: unknown): string {
  const types = [...new Set(Array.isArray(wanted) ? wanted : [wanted])];
  return types.map((type) => kinds[String(type)] ?? String(type)).join(" or ");
}

function choices(wanted: unknown): string {
  if (!Array.isArray(wanted)) return "the schema's choices";
  const some = wanted.slice(0, CHOICES_SHOWN).map(shown).join(", ");
  return wanted.length > CHOICES_SHOWN ? `${some} and ${wanted.length - CHOICES_SHOWN} more` : some;
}

const shown = (value: unknown) => (typeof value === "string" && value !== "" ? value : JSON.stringify(value));

/** The value's place: the validator writes it as a URI fragment. */
const pointerOf = (location: string) => location.slice(1).split("/").map(decoded).join("/");

function decoded(step: string): string {
  try {
    return decodeURI(step);
  } catch (error) {
    if (error instanceof URIError) return step;
    throw error;
  }
}

/** What a keyword says, found along its location through the schema's own references. */
function valueAt(root: unknown, location: string, hops = 0): unknown {
  let here = root;
  const steps = location.split("/").slice(1);
  for (const [index, step] of steps.entries()) {
    if (step === "$ref" && isNode(here) && typeof here.$ref === "string" && index < steps.length - 1) {
      if (!here.$ref.startsWith("#") || hops > 20) return undefined;
      here = valueAt(root, here.$ref, hops + 1);
      continue;
    }
    const key = decoded(step).replaceAll("~1", "/").replaceAll("~0", "~");
    if (Array.isArray(here)) here = here[Number(key)];
    else here = isNode(here) && Object.hasOwn(here, key) ? here[key] : undefined;
  }
  return here;
}
