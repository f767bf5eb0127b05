"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "../api";
import { SettingsSection } from "../connections/settings-section";
import { FormProblem } from "../sign-in/form-problem";
import { useForm } from "../sign-in/use-form";
import { Badge } from "../ui/badge";
import { Button } from "../ui/button";
import { CopyableId } from "../ui/copyable";
import { Dialog } from "../ui/dialog";
import { Field } from "../ui/field";
import { TextInput } from "../ui/text-input";
import { toast } from "../ui/toast";
import { QrCode } from "./qr-code";
import type { Profile } from "./reads";
import { RecoveryCodes } from "./recovery-codes";

type Begun = { secret: string; uri: string; qr: string[] };
type Codes = { recoveryCodes: string[] };

/** The code of an authenticator app as the second step of signing in. */
export function SecondFactor({ profile }: { profile: Profile }) {
  const queries = useQueryClient();
  const [begun, setBegun] = useState<Begun>();
  const [codes, setCodes] = useState<readonly string[]>();
  const changed = () => queries.invalidateQueries({ queryKey: ["profile"] });
  const show = ({ recoveryCodes }: Codes) => {
    setBegun(undefined);
    setCodes(recoveryCodes);
    void changed();
  };
  return (
    <SettingsSection
      id="second-step"
      title="Second step"
      text="A code from an app on your phone, asked for after the password. A stolen password is then not enough."
    >
      {codes ? (
        <RecoveryCodes codes={codes} onKept={() => setCodes(undefined)} />
      ) : profile.twoFactor ? (
        <On profile={profile} onCodes={show} onRemoved={() => void changed()} />
      ) : begun ? (
        <Confirm begun={begun} onConfirmed={show} onCancel={() => setBegun(undefined)} />
      ) : (
        <Begin onBegun={setBegun} />
      )}
    </SettingsSection>
  );
}

function Begin({ onBegun }: { onBegun: (begun: Begun) => void }) {
  const [busy, setBusy] = useState(false);
  const begin = () => {
    setBusy(true);
    api
      .post<Begun>("/api/profile/two-factor")
      .then(onBegun, (problem) => toast.failed(problem))
      .finally(() => setBusy(false));
  };
  return (
    <Button busy={busy} onClick={begin}>
      Set up an authenticator app
    </Button>
  );
}

type ConfirmProps = { begun: Begun; onConfirmed: (codes: Codes) => void; onCancel: () => void };

function Confirm({ begun, onConfirmed, onCancel }: ConfirmProps) {
  const { busy, problem, onSubmit, errorOf } = useForm(
    (text) => api.post<Codes>("/api/profile/two-factor/confirm", { body: { code: text("code") } }),
    onConfirmed,
  );
  return (
    <form onSubmit={onSubmit} className="flex max-w-96 flex-col items-start gap-4">
      <p className="text-body text-ink-soft">Scan this with the app, or type the secret into it.</p>
      <QrCode rows={begun.qr} label="QR code for the authenticator app" />
      <CopyableId value={begun.secret} what="the secret" />
      <FormProblem problem={problem} />
      <Field label="Code" hint="The six digits that the app shows now." error={errorOf("code")} className="w-full">
        <TextInput name="code" mono inputMode="numeric" autoComplete="one-time-code" required autoFocus />
      </Field>
      <div className="flex flex-wrap gap-2">
        <Button type="submit" variant="primary" busy={busy}>
          Turn on
        </Button>
        <Button onClick={onCancel}>Leave it off</Button>
      </div>
    </form>
  );
}

type OnProps = { profile: Profile; onCodes: (codes: Codes) => void; onRemoved: () => void };

function On({ profile, onCodes, onRemoved }: OnProps) {
  const [asking, setAsking] = useState<"codes" | "remove">();
  const left = profile.recoveryCodesLeft;
  return (
    <>
      <p className="flex flex-wrap items-center gap-2 text-body">
        <Badge tone="good">On</Badge>
        <span className="text-ink-soft">
          {left === 1 ? "1 recovery code is left." : `${left} recovery codes are left.`}
        </span>
      </p>
      <div className="flex flex-wrap gap-2">
        <Button onClick={() => setAsking("codes")}>Make new recovery codes</Button>
        <Button onClick={() => setAsking("remove")}>Turn off</Button>
      </div>
      <CodeDialog
        open={asking === "codes"}
        onClose={() => setAsking(undefined)}
        title="Make new recovery codes"
        says="The old ones are void from then on."
        does="Make new codes"
        send={(code) => api.post<Codes>("/api/profile/recovery-codes", { body: { code } })}
        onDone={onCodes}
      />
      <CodeDialog
        open={asking === "remove"}
        onClose={() => setAsking(undefined)}
        title="Turn off the second step"
        says="Signing in then takes your password alone."
        does="Turn off"
        send={(code) => {
          const proof = /^[\d\s]+$/.test(code) ? { code } : { recoveryCode: code };
          return api.post("/api/profile/two-factor/remove", { body: proof });
        }}
        onDone={onRemoved}
      />
    </>
  );
}

type CodeDialogProps<Result> = {
  open: boolean;
  onClose: () => void;
  title: string;
  says: string;
  does: string;
  send: (code: string) => Promise<Result>;
  onDone: (result: Result) => void;
};

function CodeDialog<Result>({ open, onClose, title, says, does, send, onDone }: CodeDialogProps<Result>) {
  const { busy, problem, onSubmit } = useForm(
    (text) => send(text("code")),
    (result) => {
      onClose();
      onDone(result);
    },
  );
  return (
    <Dialog open={open} onClose={onClose} title={title} description={says}>
      <form onSubmit={onSubmit} className="flex flex-col gap-4">
        <Field label="Code" hint="From the authenticator app." error={problem?.message}>
          <TextInput name="code" mono autoComplete="one-time-code" required autoFocus />
        </Field>
        <div className="flex flex-wrap justify-end gap-2 max-sm:*:flex-1">
          <Button onClick={onClose}>Keep</Button>
          <Button type="submit" variant="primary" busy={busy}>
            {does}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
