"use client";

import { type FormEvent, lazy, type ReactNode, Suspense, useId, useState } from "react";
import { Button } from "./button";
import { Field } from "./field";
import "./return-focus";
import { TextInput } from "./text-input";

const OpenedDialog = lazy(() => import("./opened-dialog"));

export type DialogProps = {
  open: boolean;
  onClose: () => void;
  title: ReactNode;
  description?: ReactNode;
  /** The buttons, the one that does it last. */
  footer?: ReactNode;
  size?: "normal" | "wide";
  children?: ReactNode;
};

/** A question that has to be answered first. Focus goes in, stays in, and returns where it came from. */
export function Dialog(props: DialogProps) {
  if (!props.open) return null;
  return (
    <Suspense>
      <OpenedDialog {...props} />
    </Suspense>
  );
}

type DangerDialogProps = Omit<DialogProps, "footer" | "size"> & {
  /** What has to be typed, such as the name or the count of what will be gone; without it, a click is enough. */
  asks?: string;
  /** What the button does, as "Delete 12 records". */
  does: string;
  onConfirm: () => Promise<unknown> | void;
};

/** Asks before something that cannot simply be taken back, by having its name or count typed. */
export function DangerDialog({ asks, does, onConfirm, children, ...rest }: DangerDialogProps) {
  return (
    <Dialog {...rest} footer={undefined}>
      <DangerForm asks={asks} does={does} onConfirm={onConfirm} onClose={rest.onClose}>
        {children}
      </DangerForm>
    </Dialog>
  );
}

type DangerFormProps = Pick<DangerDialogProps, "asks" | "does" | "onConfirm" | "onClose" | "children">;

function DangerForm({ asks, does, onConfirm, onClose, children }: DangerFormProps) {
  const form = useId();
  const [typed, setTyped] = useState("");
  const [busy, setBusy] = useState(false);
  const ready = asks === undefined || typed.trim() === asks.trim();

  const confirm = async (event: FormEvent) => {
    event.preventDefault();
    if (!ready || busy) return;
    setBusy(true);
    await Promise.resolve(onConfirm()).finally(() => setBusy(false));
  };

  return (
    <form id={form} onSubmit={(event) => void confirm(event)} className="flex flex-col gap-4">
      {children}
      {asks !== undefined && (
        <Field
          label={
            <>
              Type <span className="font-mono wrap-anywhere select-all">{asks}</span> to go on
            </>
          }
        >
          <TextInput value={typed} onChange={(event) => setTyped(event.target.value)} autoComplete="off" />
        </Field>
      )}
      <div className="flex flex-wrap justify-end gap-2 max-sm:*:flex-1">
        <Button onClick={onClose}>Keep</Button>
        <Button type="submit" variant="danger" disabled={!ready} busy={busy}>
          {does}
        </Button>
      </div>
    </form>
  );
}
