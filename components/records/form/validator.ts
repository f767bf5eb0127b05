import type { RJSFSchema, ValidatorType } from "@rjsf/utils";
import { pageJudge, type PageJudge } from "@/lib/schema/page-judge";

/**
 * What rjsf asks to choose between alternatives, answered without eval. The form's problems are not told through it:
 * they come from the whole record's judge, by pointer.
 */
export function formValidator(root: unknown): ValidatorType {
  const judges = new WeakMap<object, PageJudge>();
  const judgeOf = (schema: RJSFSchema): PageJudge => {
    const judge = judges.get(schema) ?? pageJudge(schema, root);
    judges.set(schema, judge);
    return judge;
  };
  return {
    isValid: (schema, formData) => judgeOf(schema).isValid(formData),
    rawValidation: (schema, formData) => ({ errors: judgeOf(schema).problems(formData) as never[] }),
    validateFormData: () => ({ errors: [], errorSchema: {} }),
  };
}
