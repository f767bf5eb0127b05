import { Ajv, type ErrorObject, type Options, type ValidateFunction } from "ajv";
import { Ajv2020 } from "ajv/dist/2020.js";
import { meteredFormats } from "./formats";
import { dialectOf, isNode, type Dialect } from "./keywords";
import { OVER_BUDGET, spend, type Meter } from "./meter";
import { addOwnKeywords, orderKeywords } from "./own-keywords";
import { compilePattern, type Pattern } from "./pattern";
import { refKeyword, type Slot } from "./own-ref";
import { prepareSchema, type Prepared } from "./prepare";
import { addUnevaluated } from "./unevaluated";
import { mapSchema, SHAPE_MAX, type SchemaMap } from "./references";

// A tick is at most about 400 ns: the first run ends within 0.6 s whatever the schema and the record are.
const TICKS_MAX = 1_500_000;
// The run that collects every error makes objects for them; it may cost less.
const REPORT_TICKS_MAX = 80_000;
const ERRORS_MAX = 50;
const ERROR_CHARACTERS_MAX = 1_000;

/** One thing wrong with a record, in Ajv's words. */
export interface RecordError {
  pointer: string;
  keyword: string;
  message: string;
}

export type Verdict = { ok: true } | { ok: false; errors: RecordError[] };

/** A schema ready to judge records. It keeps nothing of them and never changes them. */
export interface CompiledSchema {
  judge(value: unknown): Verdict;
}

const GOOD: Verdict = Object.freeze({ ok: true });

/** Compiles a schema that `checkSchema` has let pass. One per schema hash and identifier key; nothing is shared between two. */
export function compileSchema(text: string, options: { identifierKey: string }): CompiledSchema {
  const root: unknown = JSON.parse(text);
  if (!isNode(root)) throw new TypeError("A schema is an object");
  return compileMapped(mapSchema(root, dialectOf(root) ?? "2020-12", SHAPE_MAX), options.identifierKey);
}

/** The same for a schema that is mapped already. */
export function compileMapped(map: SchemaMap, identifierKey: string): CompiledSchema {
  const patterns = new Map<string, Pattern>();
  const patternFor = (source: string): Pattern => {
    const pattern = patterns.get(source) ?? compilePattern(source);
    patterns.set(source, pattern);
    return pattern;
  };
  const prepared = prepareSchema(map, identifierKey, patternFor);
  const first = makeRun(prepared, map.dialect, patternFor, false);
  let report: Run | undefined;
  return {
    judge(value) {
      const found = first(value, TICKS_MAX);
      if (found === "valid") return GOOD;
      if (found === "over-budget") return { ok: false, errors: [OVER_BUDGET_ERROR] };
      report ??= makeRun(prepared, map.dialect, patternFor, true);
      const all = report(value, REPORT_TICKS_MAX);
      const errors = typeof all === "string" ? found : all;
      return { ok: false, errors: errors.slice(0, ERRORS_MAX).map(inOurWords) };
    },
  };
}

/** The contract's message for a record that fails its schema: one object per error, keyed by its path. */
export function schemaFailureMessage(errors: readonly RecordError[]): string {
  return `Schema validation failed for data: ${JSON.stringify(errors.map(({ pointer, message }) => ({ [pointer]: message })))}`;
}

type Run = (value: unknown, ticks: number) => "valid" | "over-budget" | ErrorObject[];

const OVER_BUDGET_ERROR: RecordError = {
  pointer: "",
  keyword: "budget",
  message: "costs too much to judge by this schema; make the record smaller or the schema simpler",
};

function makeRun(
  prepared: Prepared,
  dialect: Dialect,
  patternFor: (source: string) => Pattern,
  allErrors: boolean,
): Run {
  const meter: Meter = { left: 0 };
  const options: Options = {
    allErrors,
    strict: false,
    strictNumbers: false,
    ownProperties: true,
    validateSchema: false,
    meta: false,
    addUsedSchema: false,
    logger: false,
    formats: meteredFormats(meter),
    code: { optimize: false, regExp: regExpFor(patternFor, meter) },
  };
  const ajv = dialect === "2020-12" ? new Ajv2020(options) : new Ajv(options);
  ajv.opts.unevaluated = false;
  addOwnKeywords(ajv, meter, allErrors || !prepared.modest);
  const slots = new Map<string, Slot>([...prepared.definitions.keys()].map((name) => [name, { run: undefined }]));
  const slotFor = (name: string) => slots.get(name) ?? missing(name);
  ajv.addKeyword(refKeyword(slotFor));
  if (dialect === "2020-12") addUnevaluated(ajv, { definitions: prepared.definitions, slotFor, patternFor, meter });
  orderKeywords(ajv);
  for (const [name, slot] of slots) slot.run = ajv.compile(prepared.definitions.get(name) ?? missing(name));
  const validate: ValidateFunction = ajv.compile(prepared.root);
  return (value, ticks) => {
    meter.left = ticks;
    try {
      // Anything but true is a refusal: a promise, for one, would be truthy.
      if (validate(value) === true) return "valid";
      return validate.errors ?? [];
    } catch (error) {
      if (error === OVER_BUDGET || error instanceof RangeError) return "over-budget";
      throw error;
    } finally {
      validate.errors = null;
    }
  };
}

function missing(name: string): never {
  throw new Error(`The definition ${name} was never built`);
}

/** Ajv keeps one compiled pattern per toString(): without our own, every pattern would become the first. */
function regExpFor(patternFor: (source: string) => Pattern, meter: Meter) {
  const engine = (source: string) => {
    const pattern = patternFor(source);
    return {
      test: (text: string) => {
        spend(meter, pattern.ticks(text.length));
        return pattern.test(text);
      },
      toString: () => source,
    };
  };
  return Object.assign(engine, { code: "compilePattern" });
}

function inOurWords({ instancePath, keyword, message }: ErrorObject): RecordError {
  return { pointer: clip(instancePath), keyword, message: clip(message ?? "is not valid") };
}

function clip(text: string): string {
  return text.length > ERROR_CHARACTERS_MAX ? text.slice(0, ERROR_CHARACTERS_MAX) + "…" : text;
}
