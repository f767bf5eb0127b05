"use client";

import { type FormEvent, useId, useState } from "react";
import { api, problemOf } from "../api";
import { Button } from "../ui/button";
import { Callout } from "../ui/callout";
import { CopyButton } from "../ui/copy-button";
import { Dialog } from "../ui/dialog";
import { Field } from "../ui/field";
import { NativeSelect } from "../ui/select";
import { TextInput } from "../ui/text-input";
import { ExactTime } from "../ui/time";
import { type EvidenceFacts, evidenceApi, type NewLink, useEvidenceStale } from "./evidence-api";

const lengths = [
  { hours: 1, label: "1 hour" },
  { hours: 24, label: "1 day" },
  { hours: 72, label: "3 days" },
  { hours: 168, label: "1 week" },
  { hours: 336, label: "2 weeks" },
  { hours: 720, label: "30 days" },
  { hours: 2160, label: "90 days" },
];

/** Makes a link for an auditor, and shows its address, which nobody can read again afterwards. */
export function LinkDialog({ evidence, onClose }: { evidence: EvidenceFacts; onClose: () => void }) {
  const [made, setMade] = useState<NewLink>();
  return (
    <Dialog
      open
      onClose={onClose}
      title={made ? "Hand this link over" : "Auditor link"}
      description={
        made
          ? "It is shown this once."
          : "Whoever has it reads this one evidence without an account, until it ends. Each opening and download is logged."
      }
      footer={made && <Button onClick={onClose}>Done</Button>}
    >
      {made ? <Made link={made} /> : <LinkForm evidence={evidence} onMade={setMade} onClose={onClose} />}
    </Dialog>
  );
}

function Made({ link }: { link: NewLink }) {
  return (
    <div className="flex flex-col gap-3 text-body">
      <div className="flex flex-wrap items-center gap-2">
        <code
          aria-label="The link"
          className="min-w-0 flex-1 basis-60 rounded-6 border border-hairline bg-wash px-2.5 py-2 font-mono text-table wrap-anywhere select-all"
        >
          {link.url}
        </code>
        <CopyButton text={link.url} what="the link" />
      </div>
      <p className="text-ink-soft">
        For <bdi>{link.label}</bdi>; it ends <ExactTime time={link.expiresAt} />, or when somebody ends it here.
      </p>
    </div>
  );
}

type LinkFormProps = { evidence: EvidenceFacts; onMade: (link: NewLink) => void; onClose: () => void };

function LinkForm({ evidence, onMade, onClose }: LinkFormProps) {
  const form = useId();
  const [label, setLabel] = useState("");
  const [hours, setHours] = useState("168");
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string>();
  const stale = useEvidenceStale();
  const make = async (event: FormEvent) => {
    event.preventDefault();
    if (busy) return;
    setBusy(true);
    try {
      const body = { label: label.trim(), hours: Number(hours) };
      onMade(await api.post<NewLink>(`${evidenceApi(evidence.id)}/links`, { body }));
      await stale();
    } catch (thrown) {
      setProblem(problemOf(thrown).message);
      setBusy(false);
    }
  };
  return (
    <form id={form} onSubmit={(event) => void make(event)} className="flex flex-col gap-4">
      <Field label="For whom" required hint="The log names each use by it">
        <TextInput
          autoFocus
          maxLength={120}
          value={label}
          placeholder="Q4 audit, Ms Okafor"
          onChange={({ target }) => setLabel(target.value)}
        />
      </Field>
      <Field label="Good for">
        <NativeSelect value={hours} onChange={({ target }) => setHours(target.value)}>
          {lengths.map((one) => (
            <option key={one.hours} value={one.hours}>
              {one.label}
            </option>
          ))}
        </NativeSelect>
      </Field>
      {problem && (
        <Callout tone="bad" live title="The link was not made">
          {problem}
        </Callout>
      )}
      <div className="flex flex-wrap justify-end gap-2 max-sm:*:flex-1">
        <Button onClick={onClose}>Close</Button>
        <Button type="submit" variant="primary" busy={busy} disabled={label.trim() === ""}>
          Make link
        </Button>
      </div>
    </form>
  );
}
