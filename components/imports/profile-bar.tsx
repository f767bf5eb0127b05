"use client";

import { type FormEvent, useState } from "react";
import type { Place } from "../connections/addresses";
import { Button } from "../ui/button";
import { DangerDialog, Dialog } from "../ui/dialog";
import { Field } from "../ui/field";
import { NativeSelect } from "../ui/select";
import { TextInput } from "../ui/text-input";
import { toast } from "../ui/toast";
import { type ImportFacts, imports, type Profile, useProfiles, useTold } from "./import-api";

type ProfileBarProps = { place: Place; facts: ImportFacts; disabled: boolean };

/** Ways to read and match that were kept under a name: taken with a choice, kept with a name. */
export function ProfileBar({ place, facts, disabled }: ProfileBarProps) {
  const { data: profiles = [], refetch } = useProfiles(place);
  const told = useTold(place);
  const [open, setOpen] = useState<"name" | "remove">();
  const take = async (profileId: number) => {
    try {
      told(await imports.change(place, facts.id, { profileId }));
    } catch (problem) {
      toast.failed(problem, "The profile does not fit this file");
    }
  };
  return (
    <div className="flex flex-wrap items-center gap-2">
      {profiles.length > 0 && (
        <NativeSelect
          small
          className="w-60!"
          aria-label="Match as in a profile"
          value=""
          disabled={disabled}
          onChange={(event) => void take(Number(event.target.value))}
        >
          <option value="">Match as in a profile …</option>
          {profiles.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </NativeSelect>
      )}
      {profiles.length > 0 && (
        <Button size="small" variant="quiet" disabled={disabled} onClick={() => setOpen("remove")}>
          Delete a profile
        </Button>
      )}
      <Button size="small" variant="quiet" disabled={disabled} onClick={() => setOpen("name")}>
        Save as a profile
      </Button>
      {open === "name" && (
        <NameDialog place={place} facts={facts} onClose={() => setOpen(undefined)} onSaved={() => void refetch()} />
      )}
      {open === "remove" && (
        <RemoveDialog
          place={place}
          profiles={profiles}
          onClose={() => setOpen(undefined)}
          onRemoved={() => void refetch()}
        />
      )}
    </div>
  );
}

const NAME_MAX = 100;

type NameDialogProps = { place: Place; facts: ImportFacts; onClose: () => void; onSaved: () => void };

function NameDialog({ place, facts, onClose, onSaved }: NameDialogProps) {
  const [name, setName] = useState("");
  const [busy, setBusy] = useState(false);
  const save = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    try {
      await imports.saveProfile(place, facts.id, name.trim());
      toast.done(`The profile ${name.trim()} is saved`);
      onSaved();
      onClose();
    } catch (problem) {
      toast.failed(problem, "The profile was not saved");
      setBusy(false);
    }
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title="Save how this file is read and matched"
      description="Everybody who imports into this resource can take it. A profile of the same name is replaced."
    >
      <form onSubmit={(event) => void save(event)} className="flex flex-col gap-4">
        <Field label="Name" required>
          <TextInput value={name} maxLength={NAME_MAX} onChange={(event) => setName(event.target.value)} />
        </Field>
        <div className="flex flex-wrap justify-end gap-2 max-sm:*:flex-1">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant="primary" busy={busy} disabled={name.trim() === ""}>
            Save the profile
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

type RemoveDialogProps = {
  place: Place;
  profiles: readonly Profile[];
  onClose: () => void;
  onRemoved: () => void;
};

function RemoveDialog({ place, profiles, onClose, onRemoved }: RemoveDialogProps) {
  const [chosen, setChosen] = useState(String(profiles[0]?.id ?? ""));
  const profile = profiles.find(({ id }) => String(id) === chosen);
  const remove = async () => {
    if (!profile) return;
    try {
      await imports.removeProfile(place, profile.id);
      toast.done(`The profile ${profile.name} is deleted`);
      onRemoved();
      onClose();
    } catch (problem) {
      toast.failed(problem, "The profile was not deleted");
    }
  };
  return (
    <DangerDialog
      open
      onClose={onClose}
      title="Delete a profile?"
      description="Nobody can take it any more. Imports that were matched by it stay as they are."
      does="Delete the profile"
      onConfirm={remove}
    >
      <Field label="Profile">
        <NativeSelect value={chosen} onChange={(event) => setChosen(event.target.value)}>
          {profiles.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </NativeSelect>
      </Field>
    </DangerDialog>
  );
}
