"use client";

import { FileCheck2 } from "lucide-react";
import { useRef, useState } from "react";
import { Callout } from "../ui/callout";
import { buttonLook } from "../ui/button";
import { useDroppedFiles } from "../ui/dropped-files";
import { Progress } from "../ui/progress";
import type { KnownKey } from "./bundle-facts";
import { checkFile, type CheckReport } from "./check-file";
import { CheckedBundle } from "./checked-bundle";

type State =
  | { step: "empty" }
  | { step: "checking"; name: string; done: number; of: number }
  | { step: "unable"; says: string }
  | { step: "checked"; name: string; report: CheckReport };

/** Checks a bundle that is dropped or chosen, here and without sending it anywhere. keys: null where they are not known. */
export function VerifyPage({ keys }: { keys: readonly KnownKey[] | null }) {
  const [state, setState] = useState<State>({ step: "empty" });
  const run = useRef(0);
  const check = async (file: File) => {
    const mine = ++run.current;
    const show = (next: State) => run.current === mine && setState(next);
    show({ step: "checking", name: file.name, done: 0, of: file.size });
    try {
      const report = await checkFile(file, (done, of) => show({ step: "checking", name: file.name, done, of }));
      if (report) show({ step: "checked", name: file.name, report });
      else show({ step: "unable", says: TOO_OLD });
    } catch (thrown) {
      const why = thrown instanceof Error ? thrown.message : String(thrown);
      show({ step: "unable", says: `The file could not be read: ${why}. Choose it again.` });
    }
  };
  return (
    <div className="flex flex-col gap-6">
      <DropPlace onFile={(file) => void check(file)} another={state.step === "checked"} />
      <div aria-live="polite" className="flex flex-col gap-6">
        {state.step === "checking" && (
          <div className="flex flex-col gap-2">
            <p className="text-body">
              Checking <bdi className="font-medium wrap-anywhere">{state.name}</bdi> …
            </p>
            <Progress label="How much of the file is checked" done={state.done} total={state.of} />
          </div>
        )}
        {state.step === "unable" && (
          <Callout tone="bad" title="It was not checked">
            {state.says}
          </Callout>
        )}
        {state.step === "checked" && <CheckedBundle {...state} keys={keys} />}
      </div>
    </div>
  );
}

const TOO_OLD =
  "This browser cannot check Ed25519 signatures: it is too old, or this page did not come through https. Use a current one, or verify.py from the bundle.";

type DropPlaceProps = { onFile: (file: File) => void; another: boolean };

/** Takes a file that is dropped anywhere on the page, or chosen. */
function DropPlace({ onFile, another }: DropPlaceProps) {
  const over = useDroppedFiles(([file]) => file && onFile(file));
  return (
    <div
      className={`flex flex-col items-center gap-3 rounded-6 border border-dashed px-4 text-center ${another ? "py-4" : "py-10"} ${over ? "border-accent bg-accent-wash" : "border-edge bg-sheet"}`}
    >
      {!another && <FileCheck2 aria-hidden="true" className="size-6 text-ink-faint" />}
      <p className="text-body text-ink-soft">{another ? "Another bundle?" : "Drop a bundle (ZIP) here, or"}</p>
      <label
        className={`${buttonLook({ variant: another ? "plain" : "primary" })} cursor-pointer has-focus-visible:outline-2 has-focus-visible:outline-offset-2`}
      >
        Choose a bundle
        <input
          type="file"
          accept=".zip,application/zip"
          className="sr-only"
          onChange={({ target }) => {
            const [file] = target.files ?? [];
            if (file) onFile(file);
            target.value = "";
          }}
        />
      </label>
    </div>
  );
}
