import type { Context } from "@/lib/changes/context";
import type { Answer } from "@/lib/contract/answer";
import type { InputOf, OperationId } from "@/lib/contract/operations";
import type { Input } from "./call";

/** How the caller wants the answer, and where this installation is reached. */
export type View = { minimal: boolean; dryRun: boolean; baseUrl: string };

/** What a verb's binding gets of a request. */
export type InputFor<Id extends OperationId> = InputOf<Id> &
  Pick<Input, "read" | "content" | "ifMatch" | "session" | "respondAsync">;

/** A verb behind an operation, and the contract's words for its result. */
export type Door = {
  verb: (ctx: Context, input: Input) => Promise<unknown>;
  answer: (result: unknown, view: View) => Answer;
};

/** Binds an operation to its verb. The gates have read the input by the operation's row, so its type is the row's. */
export function open<Id extends OperationId, Result>(
  _id: Id,
  verb: (ctx: Context, input: InputFor<Id>) => Promise<Result>,
  answer: (result: Result, view: View) => Answer,
): Door {
  return {
    verb: (ctx, input) => verb(ctx, input as unknown as InputFor<Id>),
    answer: (result, view) => answer(result as Result, view),
  };
}
