"use client";

import { useState } from "react";
import { problemOf } from "../api";
import { Button } from "../ui/button";
import { Callout } from "../ui/callout";
import { Dialog } from "../ui/dialog";
import { RadioGroup } from "../ui/radio-group";
import { ExactTime } from "../ui/time";
import { useRotateKey, type Key, type NewKey } from "./key-list";
import { NewKeyNote } from "./new-key-note";

const overlaps = [
  { value: "0", label: "Ends at once", says: "When the old key may be in wrong hands." },
  { value: "1", label: "Works for another hour" },
  { value: "24", label: "Works for another day", says: "Time to put the new key where the old one is used." },
  { value: "168", label: "Works for another week" },
  { value: "720", label: "Works for another 30 days" },
] as const;

/** Replaces a key by one that may do the same, and lets the old one work on for a while. */
export function RotateKey({ of: key, onClose }: { of: Key; onClose: () => void }) {
  const rotate = useRotateKey(key.id);
  const [hours, setHours] = useState<(typeof overlaps)[number]["value"]>("24");
  const [made, setMade] = useState<NewKey & { oldExpiresAt: string }>();
  if (made) {
    return (
      <Dialog open onClose={onClose} title={`${key.name} is rotated`} size="wide">
        <p className="mb-3 text-body text-ink-soft">
          The old key {hours === "0" ? "no longer works" : "works until "}
          {hours !== "0" && <ExactTime time={made.oldExpiresAt} />}.
        </p>
        <NewKeyNote made={made} onClose={onClose} />
      </Dialog>
    );
  }
  return (
    <Dialog
      open
      onClose={onClose}
      title={`Rotate ${key.name}`}
      description="A new key with the same scopes, owner, connections and addresses. The page of the old one shows whether it is still used."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            variant="primary"
            busy={rotate.isPending}
            onClick={() => rotate.mutate(Number(hours), { onSuccess: setMade })}
          >
            Make the new key
          </Button>
        </>
      }
    >
      {rotate.isError && (
        <Callout tone="bad" live title="The key could not be rotated">
          {problemOf(rotate.error).message}
        </Callout>
      )}
      <RadioGroup label="The old key" value={hours} onChange={setHours} choices={overlaps} />
    </Dialog>
  );
}
