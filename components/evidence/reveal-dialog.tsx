"use client";

import { type FormEvent, useState } from "react";
import { api } from "../api";
import { Button } from "../ui/button";
import { CodeBlock } from "../ui/code-block";
import { Dialog } from "../ui/dialog";
import { Field } from "../ui/field";
import { TextInput } from "../ui/text-input";
import { toast } from "../ui/toast";
import { type EvidenceFacts, evidenceApi, type Revealed, useEvidenceStale } from "./evidence-api";

type RevealProps = { evidence: EvidenceFacts; onClose: () => void };

/** Tells one redacted value with its salt, and the command by which whoever has the bundle checks it. */
export function RevealDialog({ evidence, onClose }: RevealProps) {
  const { redactions } = evidence;
  const [id, setId] = useState("");
  const [pointer, setPointer] = useState(redactions[0] ?? "");
  const [told, setTold] = useState<Revealed>();
  const [busy, setBusy] = useState(false);
  const stale = useEvidenceStale();
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setTold(undefined);
    try {
      setTold(await api.post<Revealed>(`${evidenceApi(evidence.id)}/reveal`, { body: { id, pointer } }));
    } catch (problem) {
      toast.failed(problem, "The value was not shown");
    }
    setBusy(false);
    await stale();
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title="Show a redacted value"
      description="For an auditor who has the bundle and is to see this one value. The audit trail keeps who showed which, without the value."
    >
      <form onSubmit={(event) => void submit(event)} className="flex flex-col gap-4">
        <Field label="Record" required hint="Its id, as it stands in records.jsonl">
          <TextInput autoFocus value={id} onChange={({ target }) => setId(target.value)} />
        </Field>
        <Field
          label="Place"
          required
          hint={`Redacted: ${redactions.join(", ")}. Where there is a *, put the number of the item, from 0, or the member.`}
        >
          <TextInput mono value={pointer} onChange={({ target }) => setPointer(target.value)} />
        </Field>
        {told && (
          <div role="status" className="flex min-w-0 flex-col gap-3">
            <CodeBlock title="Value" text={told.value} copies="the value" />
            <CodeBlock title="Salt" text={told.salt} copies="the salt" />
            <CodeBlock
              title="To check it"
              note="beside the bundle"
              text={commandOf(evidence, told)}
              copies="the command"
            />
          </div>
        )}
        <div className="flex flex-wrap justify-end gap-2 max-sm:*:flex-1">
          <Button onClick={onClose}>Close</Button>
          <Button type="submit" variant="primary" busy={busy} disabled={id === "" || pointer === ""}>
            Show value
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

const commandOf = ({ fileName }: EvidenceFacts, { id, pointer, value, salt }: Revealed) =>
  ["python3 verify.py", fileName, "--reveal", quoted(id), quoted(pointer), quoted(value), salt].join(" ");

/** A word that a shell takes as it is. */
const quoted = (word: string) => `'${word.replaceAll("'", `'\\''`)}'`;
