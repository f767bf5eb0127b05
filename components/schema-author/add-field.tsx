"use client";

import { Plus, X } from "lucide-react";
import { type RefObject, useState } from "react";
import { kinds, type Kind } from "@/lib/schema/builder/kinds";
import { Button } from "../ui/button";
import { IconButton } from "../ui/icon-button";
import { NativeSelect } from "../ui/select";
import { TextInput } from "../ui/text-input";

type AddFieldProps = {
  /** The group that it goes into, in words; nothing for the record itself. */
  into: string | undefined;
  onRecord: () => void;
  onAdd: (name: string, kind: Kind) => boolean;
  nameInput: RefObject<HTMLInputElement | null>;
  onLeave: () => void;
};

/** A line that adds a field and is ready for the next one. */
export function AddField({ into, onRecord, onAdd, nameInput, onLeave }: AddFieldProps) {
  const [name, setName] = useState("");
  const [kind, setKind] = useState<Kind>("text");
  const add = () => {
    if (name === "" || !onAdd(name, kind)) return;
    setName("");
    nameInput.current?.focus();
  };
  const onKeyDown = (event: React.KeyboardEvent) => {
    if (event.key === "Escape") onLeave();
    if (event.key !== "Enter") return;
    event.preventDefault();
    add();
  };
  return (
    <div className="flex flex-col gap-1 border-t border-hairline px-2 py-2">
      {into !== undefined && (
        <p className="flex items-center gap-1 text-table text-ink-soft">
          <span className="min-w-0 truncate">
            Into <bdi className="font-mono">{into}</bdi>
          </span>
          <IconButton size="small" label="Add to the record instead" icon={<X />} onClick={onRecord} />
        </p>
      )}
      <div className="flex items-center gap-1.5">
        <TextInput
          ref={nameInput}
          small
          mono
          autoComplete="off"
          spellCheck={false}
          aria-label={into === undefined ? "Name of the new field" : `Name of the new field in ${into}`}
          placeholder="Name of a new field"
          value={name}
          onChange={({ target }) => setName(target.value)}
          onKeyDown={onKeyDown}
          className="min-w-0 flex-1"
        />
        <NativeSelect
          small
          aria-label="What the new field holds"
          value={kind}
          onChange={({ target }) => setKind(target.value as Kind)}
          onKeyDown={onKeyDown}
          className="w-36! shrink-0"
        >
          {Object.entries(kinds).map(([one, { label }]) => (
            <option key={one} value={one}>
              {label}
            </option>
          ))}
        </NativeSelect>
        <Button size="small" icon={<Plus aria-hidden="true" />} disabled={name === ""} onClick={add}>
          Add<span className="max-sm:sr-only"> field</span>
        </Button>
      </div>
    </div>
  );
}
