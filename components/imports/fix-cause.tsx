"use client";

import { type FormEvent, useState } from "react";
import type { Place } from "../connections/addresses";
import { Button } from "../ui/button";
import { Field } from "../ui/field";
import { Count } from "../ui/number";
import { TextInput } from "../ui/text-input";
import { toast } from "../ui/toast";
import { type Cause, type CauseFixed, imports, useTold } from "./import-api";

/** Mends every row of a cause, part by part, wherever it stands in the file. */
function useFixCause(place: Place, importId: number, { cause }: Cause) {
  const told = useTold(place);
  const [done, setDone] = useState<number>();
  const fix = async (value?: string) => {
    let last: CauseFixed | undefined;
    let mended = 0;
    setDone(0);
    try {
      do {
        last = await imports.fixCause(place, importId, { cause, value, after: last?.next ?? undefined });
        mended += last.mended;
        setDone(mended);
      } while (last.next !== null);
      if (mended === 0) toast.failed(new Error("They are refused as before."), "No row was mended");
      else toast.done(`${mended.toLocaleString("en")} ${mended === 1 ? "row is" : "rows are"} mended`);
    } catch (problem) {
      toast.failed(problem, "Not all rows were mended");
    }
    if (last) told(last.import);
    setDone(undefined);
  };
  return { done, fix };
}

type FixCauseProps = { place: Place; importId: number; cause: Cause };

/** Takes what is suggested in every row of a cause. */
export function TakeSuggestions({ place, importId, cause }: FixCauseProps) {
  const { done, fix } = useFixCause(place, importId, cause);
  const { suggestion, count } = cause;
  if (suggestion === null || cause.column === null) return null;
  return (
    <Button size="small" busy={done !== undefined} onClick={() => void fix()}>
      {count === 1 ? (
        <span className="max-w-60 truncate">
          Use “<bdi>{suggestion}</bdi>”
        </span>
      ) : (
        <span>
          Take the suggestion in <Count value={count} of={["row", "rows"]} />
        </span>
      )}
    </Button>
  );
}

/** Puts one value into the cell that is wrong, in every row of a cause. */
export function ValueForAll({ place, importId, cause }: FixCauseProps) {
  const { done, fix } = useFixCause(place, importId, cause);
  const [value, setValue] = useState(cause.suggestion ?? "");
  const { count } = cause;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void fix(value);
  };
  return (
    <form
      aria-label="One value for all these rows"
      onSubmit={submit}
      className="col-span-full flex flex-wrap items-end gap-2 py-2 sm:pl-[3.75rem]"
    >
      <Field label="What the cell should say in all of them" className="w-72 max-sm:w-full">
        <TextInput value={value} onChange={(event) => setValue(event.target.value)} />
      </Field>
      <Button type="submit" busy={done !== undefined}>
        {count === 1 ? (
          "Put it into the row"
        ) : (
          <span>
            Put it into <Count value={count} of={["row", "rows"]} />
          </span>
        )}
      </Button>
      <p role="status" className="flex h-8 items-center text-table text-ink-soft">
        {done !== undefined && <Count value={done} of={["row is mended", "rows are mended"]} />}
      </p>
    </form>
  );
}
