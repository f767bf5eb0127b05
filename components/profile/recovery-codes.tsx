"use client";

import { Button } from "../ui/button";
import { Callout } from "../ui/callout";
import { CopyButton } from "../ui/copy-button";

/** Recovery codes in the only moment they can be seen. */
export function RecoveryCodes({ codes, onKept }: { codes: readonly string[]; onKept: () => void }) {
  return (
    <div className="flex max-w-96 flex-col items-start gap-3">
      <Callout tone="caution" live title="Keep these recovery codes now">
        They are shown this once. Each lets you in once, when your phone is not at hand.
      </Callout>
      <ul aria-label="Recovery codes" className="grid w-full grid-cols-2 gap-x-6 gap-y-1 rounded-6 bg-wash px-4 py-3">
        {codes.map((code) => (
          <li key={code} className="font-mono text-table whitespace-nowrap">
            {code}
          </li>
        ))}
      </ul>
      <div className="flex flex-wrap gap-2">
        <CopyButton text={codes.join("\n")} what="the recovery codes" />
        <Button size="small" onClick={onKept}>
          I have kept them
        </Button>
      </div>
    </div>
  );
}
