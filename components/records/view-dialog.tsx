"use client";

import { useId, useState } from "react";
import { api, problemOf } from "../api";
import { Button } from "../ui/button";
import { Dialog } from "../ui/dialog";
import { Field } from "../ui/field";
import { RadioGroup } from "../ui/radio-group";
import { TextInput } from "../ui/text-input";
import { toast } from "../ui/toast";
import type { SavedView } from "./views-menu";

type ViewDialogProps = {
  /** The view that gets another name; undefined: a new one is saved. */
  renames: SavedView | undefined;
  mayShare: boolean;
  query: string;
  address: string;
  onClose: () => void;
  onSaved: (view: SavedView) => void;
};

/** Asks for a view's name, and whom it is for. */
export function ViewDialog({ renames, mayShare, query, address, onClose, onSaved }: ViewDialogProps) {
  const form = useId();
  const [name, setName] = useState(renames?.name ?? "");
  const [audience, setAudience] = useState<"me" | "everyone">("me");
  const [error, setError] = useState<string>();
  const [busy, setBusy] = useState(false);

  const save = async () => {
    if (name.trim() === "") return setError("Give the view a name.");
    setBusy(true);
    try {
      const saved = renames
        ? await api.patch<SavedView>(`${address}/${renames.id}`, { body: { name: name.trim() } })
        : await api.post<SavedView>(address, { body: { name: name.trim(), query, shared: audience === "everyone" } });
      toast.done(renames ? `It is called “${saved.name}” now` : `“${saved.name}” is saved`);
      onSaved(saved);
    } catch (problem) {
      setError(problemOf(problem).message);
      setBusy(false);
    }
  };

  return (
    <Dialog
      open
      onClose={onClose}
      title={renames ? "Rename the view" : "Save as a view"}
      description={renames ? undefined : "It keeps the search, the filter, the order, the columns and the row height."}
      footer={
        <>
          <Button onClick={onClose}>Close</Button>
          <Button variant="primary" type="submit" form={form} busy={busy}>
            {renames ? "Rename" : "Save the view"}
          </Button>
        </>
      }
    >
      <form
        id={form}
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
        className="flex flex-col gap-4"
      >
        <Field label="Name" error={error}>
          <TextInput
            autoFocus
            dir="auto"
            value={name}
            maxLength={100}
            onChange={(event) => setName(event.target.value)}
          />
        </Field>
        {!renames && (
          <RadioGroup
            label="For"
            value={audience}
            onChange={setAudience}
            choices={[
              { value: "me", label: "Me", says: "Nobody else sees it" },
              {
                value: "everyone",
                label: "Everyone who sees these records",
                says: mayShare ? undefined : "Your role does not include views for everyone",
                disabled: !mayShare,
              },
            ]}
          />
        )}
      </form>
    </Dialog>
  );
}
