"use client";

import { createContext, use } from "react";

export type FormFacts = {
  /** What is wrong at each place, as long as it may be shown there. */
  problemsAt: (pointer: string) => readonly string[];
  /** A text in a field that is no value yet, such as half-typed JSON; undefined when it is one again. */
  setBroken: (pointer: string, message: string | undefined) => void;
};

export const FormContext = createContext<FormFacts>({ problemsAt: () => [], setBroken: () => {} });

/** What the fields of a record's form know beyond their own value. */
export function useFormFacts(): FormFacts {
  return use(FormContext);
}
