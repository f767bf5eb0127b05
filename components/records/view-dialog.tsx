"use client";

import { useId, useState } from "react";
import { printView, readView } from "@/lib/contract/records-view";
import { MASK } from "@/lib/schema/mask";
import { api, problemOf } from "../api";
import { Button } from "../ui/button";
import { Callout } from "../ui/callout";
import { Dialog } from "../ui/dialog";
import { Field } from "../ui/field";
import { RadioGroup } from "../ui/radio-group";
import { TextInput } from "../ui/text-input";
import { toast } from "../ui/toast";
import type { SavedView } from "./views-menu";

type ViewDialogProps = {
  /** The view that gets another name; undefined: a new one is saved. */
  renames: SavedView | undefined;
  /** The view that is open: a new one keeps what is hidden in it. */
  from: SavedView | undefined;
  mayShare: boolean;
  query: string;
  address: string;
  onClose: () => void;
  onSaved: (view: SavedView) => void;
};

/** Asks for a view's name, and whom it is for. */
export function ViewDialog({ renames, from, mayShare, query, address, onClose, onSaved }: ViewDialogProps) {
  const form = useId();
  const [name, setName] = useState(renames?.name ?? "");
  const [audience, setAudience] = useState<"me" | "everyone">("me");
  const [error, setError] = useState<string>();
  const [refused, setRefused] = useState<string>();
  const [busy, setBusy] = useState(false);
  const seen = readView(query);
  const losesSearch = !renames && audience === "me" && seen.q === MASK;
  const kept = losesSearch ? printView({ ...seen, q: "" }) : query;
  const asked = { query: kept, shared: audience === "everyone", from: from?.id };

  const save = async () => {
    if (name.trim() === "") return setError("Give the view a name.");
    setError(undefined);
    setRefused(undefined);
    setBusy(true);
    try {
      const saved = renames
        ? await api.patch<SavedView>(`${address}/${renames.id}`, { body: { name: name.trim() } })
        : await api.post<SavedView>(address, { body: { ...asked, name: name.trim() } });
      toast.done(renames ? `It is called “${saved.name}” now` : `“${saved.name}” is saved`);
      onSaved(saved);
    } catch (problem) {
      setRefused(problemOf(problem).message);
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
        {refused && (
          <Callout tone="bad" live title={renames ? "The view is not renamed" : "The view is not saved"}>
            {refused}
          </Callout>
        )}
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
        {losesSearch && (
          <Callout tone="caution" live title="The search will be left out">
            What this view searches for is hidden from you, so a view of your own cannot keep it and shows more records.{" "}
            {mayShare ? "Save it for everyone to keep the search. " : ""}An admin can give you the permission Read
            Sensitive Data.
          </Callout>
        )}
      </form>
    </Dialog>
  );
}
