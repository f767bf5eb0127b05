import { _, Name, nil, type Code, type CodeKeywordDefinition, type KeywordCxt } from "ajv";
import { mergeEvaluated } from "ajv/dist/compile/util.js";
import { callValidateCode } from "ajv/dist/vocabularies/code.js";
import type { ValidateFunction } from "ajv";

/** The keyword that `prepare` writes for every reference: the name of a definition. */
export const REF = "x-attestry-ref";

/** A definition's validator, filled in once it is compiled. */
export interface Slot {
  run: ValidateFunction | undefined;
}

const ERRORS = new Name("errors");
const COLLECTED = new Name("vErrors");

/**
 * A reference that finds its target when a record is judged. Ajv's own compiles the target inside the compilation
 * of whoever refers to it, which overflows the stack on long chains, and in circles it writes what one record
 * evaluated into the object that the next one starts from.
 */
export function refKeyword(slotFor: (name: string) => Slot): CodeKeywordDefinition {
  return {
    keyword: REF,
    schemaType: "string",
    code(cxt: KeywordCxt) {
      const { gen, it } = cxt;
      const slot = gen.scopeValue("obj", { ref: slotFor(cxt.schema as string) });
      const run = _`${slot}.run`;
      cxt.result(
        callValidateCode(cxt, run, nil),
        () => {
          if (it.opts.unevaluated) noteEvaluated(cxt, run);
        },
        () => {
          gen.assign(COLLECTED, _`${COLLECTED} === null ? ${run}.errors : ${COLLECTED}.concat(${run}.errors)`);
          gen.assign(ERRORS, _`${COLLECTED}.length`);
        },
      );
    },
  };
}

function noteEvaluated({ gen, it }: KeywordCxt, run: Code): void {
  if (it.props !== true) {
    const copy = gen.scopeValue("func", { ref: copyOfSeen });
    const props = gen.var("props", _`${copy}(${run}.evaluated.props)`);
    it.props = mergeEvaluated.props(gen, props, it.props, Name);
  }
  if (it.items !== true) {
    const items = gen.var("items", _`${run}.evaluated.items`);
    it.items = mergeEvaluated.items(gen, items, it.items, Name);
  }
}

function copyOfSeen(seen: unknown): unknown {
  return typeof seen === "object" && seen !== null ? Object.assign(Object.create(null), seen) : seen;
}
