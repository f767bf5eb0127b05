"use client";

import { ChevronsUpDown } from "lucide-react";
import {
  type KeyboardEvent,
  lazy,
  type ReactNode,
  type Ref,
  type SelectHTMLAttributes,
  Suspense,
  useId,
  useState,
} from "react";
import { useField } from "./field";

const load = () => import("./opened-select");
const OpenedSelect = lazy(load);

type NativeSelectProps = SelectHTMLAttributes<HTMLSelectElement> & { small?: boolean; ref?: Ref<HTMLSelectElement> };

/** The browser's own choice from a list, in our look: the first choice for short lists and for phones. */
export function NativeSelect({ small, className = "", children, ...rest }: NativeSelectProps) {
  return (
    <span className={`relative inline-flex w-full ${className}`}>
      <select
        {...useField()}
        {...rest}
        className={`control cursor-pointer appearance-none truncate pr-7 ${small ? "sm:h-7 sm:text-table" : ""}`}
      >
        {children}
      </select>
      <ChevronsUpDown
        aria-hidden="true"
        className="pointer-events-none absolute inset-y-0 right-2 my-auto size-3.5 text-ink-faint"
      />
    </span>
  );
}

export type Choice = { value: string; label: string; says?: ReactNode; disabled?: boolean };

export type SelectProps = {
  value: string;
  onChange: (value: string) => void;
  choices: readonly Choice[];
  /** Needed outside a Field. */
  label?: string;
  placeholder?: string;
  small?: boolean;
  disabled?: boolean;
  className?: string;
};

/** The classes of a select's button. */
export function selectLook({ small, className = "" }: Pick<SelectProps, "small" | "className">): string {
  return `control inline-flex items-center justify-between gap-2 text-left ${small ? "sm:h-7 sm:text-table" : ""} ${className}`;
}

const opening = ["ArrowDown", "ArrowUp", "Enter", " "];

/**
 * A choice from a list whose entries need a second line; values must not be empty texts. What draws the list is loaded
 * when somebody comes near.
 */
export function Select(props: SelectProps) {
  const field = useField();
  const list = useId();
  const [wanted, setWanted] = useState(false);
  const chosen = props.choices.find((choice) => choice.value === props.value);
  const press = (event: KeyboardEvent) => {
    if (!opening.includes(event.key)) return;
    event.preventDefault();
    setWanted(true);
  };
  const closed = (
    <button
      type="button"
      role="combobox"
      id={field.id}
      aria-describedby={field["aria-describedby"]}
      aria-label={props.label}
      aria-expanded={false}
      aria-controls={list}
      aria-haspopup="listbox"
      disabled={props.disabled}
      onClick={() => setWanted(true)}
      onKeyDown={press}
      onPointerOver={() => void load()}
      onFocus={() => void load()}
      className={selectLook(props)}
    >
      <span className={`truncate ${chosen ? "" : "text-ink-faint"}`}>{chosen?.label ?? props.placeholder}</span>
      <ChevronsUpDown aria-hidden="true" className="size-3.5 shrink-0 text-ink-faint" />
    </button>
  );
  if (!wanted) return closed;
  return (
    <Suspense fallback={closed}>
      <OpenedSelect {...props} />
    </Suspense>
  );
}
