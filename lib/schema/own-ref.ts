import { _, Name, nil, type CodeKeywordDefinition, type KeywordCxt, type ValidateFunction } from "ajv";
import { callValidateCode } from "ajv/dist/vocabularies/code.js";

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
 * of whoever refers to it, which overflows the stack on long chains.
 */
export function refKeyword(slotFor: (name: string) => Slot): CodeKeywordDefinition {
  return {
    keyword: REF,
    schemaType: "string",
    code(cxt: KeywordCxt) {
      const { gen } = cxt;
      const run = _`${gen.scopeValue("obj", { ref: slotFor(cxt.schema as string) })}.run`;
      cxt.result(callValidateCode(cxt, run, nil), undefined, () => {
        gen.assign(COLLECTED, _`${COLLECTED} === null ? ${run}.errors : ${COLLECTED}.concat(${run}.errors)`);
        gen.assign(ERRORS, _`${COLLECTED}.length`);
      });
    },
  };
}
