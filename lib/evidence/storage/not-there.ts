import { isRefusal, Refusal } from "@/lib/contract/errors";

/** Thrown by reading a file of an evidence that is not where it was stored. An empty file is there. */
export class NotThere extends Refusal {
  readonly notThere = true;

  constructor(name: string, because?: unknown) {
    super("internal", { message: `The file ${name} of the evidence is not where it was stored`, because });
  }
}

/** Whether a file was not there; by its mark, as of other refusals. */
export const isNotThere = (error: unknown): boolean => isRefusal(error) && "notThere" in error;
