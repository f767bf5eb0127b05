"use client";

import { type FormEvent, useState } from "react";
import { type ApiProblem, problemOf } from "../api";

/** One form that asks the API: busy meanwhile, what went wrong afterwards, and which field it was. */
export function useForm<Result>(
  send: (text: (name: string) => string) => Promise<Result>,
  done: (result: Result) => void,
) {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<ApiProblem>();

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (busy) return;
    const form = new FormData(event.currentTarget);
    setBusy(true);
    setProblem(undefined);
    try {
      done(await send((name) => String(form.get(name) ?? "")));
    } catch (thrown) {
      setProblem(problemOf(thrown));
    } finally {
      setBusy(false);
    }
  };

  return {
    busy,
    problem,
    onSubmit: (event: FormEvent<HTMLFormElement>) => void submit(event),
    errorOf: (name: string) => problem?.errors.find(({ pointer }) => pointer === `/${name}`)?.message,
  };
}
