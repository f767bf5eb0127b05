"use client";

import { X } from "lucide-react";
import * as Radix from "radix-ui/dialog";
import { type FormEvent, type ReactNode, useId, useState } from "react";
import { Button } from "./button";
import { Field } from "./field";
import { IconButton } from "./icon-button";
import "./nonce";
import { enterFirstBox, returnFocus } from "./return-focus";
import { TextInput } from "./text-input";

type DialogProps = {
  open: boolean;
  onClose: () => void;
  title: ReactNode;
  description?: ReactNode;
  /** The buttons, the one that does it last. */
  footer?: ReactNode;
  size?: "normal" | "wide";
  children?: ReactNode;
};

const widths = { normal: "sm:max-w-[30rem]", wide: "sm:max-w-[52rem]" };

/** A question that has to be answered first. Focus goes in, stays in, and returns where it came from. */
export function Dialog({ open, onClose, title, description, footer, size = "normal", children }: DialogProps) {
  return (
    <Radix.Root open={open} onOpenChange={(next) => !next && onClose()}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 animate-fade bg-scrim" />
        <Radix.Content
          tabIndex={-1}
          onOpenAutoFocus={enterFirstBox}
          onCloseAutoFocus={returnFocus}
          {...(!description && { "aria-describedby": undefined })}
          className={`fixed inset-x-0 z-50 mx-auto flex max-h-[calc(100dvh-2rem)] w-full animate-rise flex-col rounded-6 bg-float shadow-lift outline-none max-sm:bottom-0 max-sm:rounded-b-none sm:top-[12vh] sm:max-h-[80vh] sm:w-[calc(100%-2rem)] ${widths[size]}`}
        >
          <header className="flex items-start gap-3 px-5 pt-4">
            <div className="min-w-0 flex-1">
              <Radix.Title className="text-section font-semibold wrap-anywhere">{title}</Radix.Title>
              {description && (
                <Radix.Description className="mt-1 text-body text-pretty text-ink-soft">
                  {description}
                </Radix.Description>
              )}
            </div>
            <IconButton label="Close" icon={<X />} size="small" onClick={onClose} className="-mr-2" />
          </header>
          <div className="min-h-0 flex-1 overflow-y-auto px-5 py-4 empty:hidden">{children}</div>
          {footer && (
            <footer className="flex flex-wrap justify-end gap-2 border-t border-hairline px-5 py-3 max-sm:*:flex-1">
              {footer}
            </footer>
          )}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
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
          <TextInput value={typed} onChange={(event) => setTyped(event.target.value)} autoComplete="off" autoFocus />
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
