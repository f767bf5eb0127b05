"use client";

import { Search, X } from "lucide-react";
import { type RefObject, useEffect, useRef, useState } from "react";
import { IconButton } from "../ui/icon-button";
import { TextInput } from "../ui/text-input";

const PAUSE_MS = 250;

type SearchBoxProps = {
  value: string;
  /** continued: the same search goes on being typed, which is one step for Back. */
  onSearch: (value: string, continued: boolean) => void;
  onLeave: () => void;
  box: RefObject<HTMLInputElement | null>;
};

/** Finds records by id or any value while somebody types. Enter and the down arrow lead into the list. */
export function SearchBox({ value, onSearch, onLeave, box }: SearchBoxProps) {
  const [typed, setTyped] = useState(value);
  const [known, setKnown] = useState(value);
  const continued = useRef(false);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);

  // The address changed by itself: Back, or a saved view.
  if (known !== value) {
    setKnown(value);
    setTyped(value);
  }
  useEffect(() => () => clearTimeout(timer.current), []);

  const search = (text: string) => {
    clearTimeout(timer.current);
    setKnown(text);
    onSearch(text, continued.current);
    continued.current = true;
  };
  const change = (text: string) => {
    setTyped(text);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => search(text), PAUSE_MS);
  };

  return (
    <div className="relative w-56 min-w-32 max-md:w-full max-md:flex-1" role="search">
      <TextInput
        ref={box}
        small
        icon={<Search />}
        aria-label="Search records"
        placeholder="Search"
        value={typed}
        maxLength={200}
        onChange={(event) => change(event.target.value)}
        onFocus={() => (continued.current = false)}
        onBlur={() => typed !== value && search(typed)}
        onKeyDown={(event) => {
          if (event.key === "Enter" || event.key === "ArrowDown") {
            event.preventDefault();
            if (typed !== value) search(typed);
            onLeave();
          }
          if (event.key === "Escape") {
            event.preventDefault();
            if (typed === "") onLeave();
            else {
              setTyped("");
              search("");
            }
          }
        }}
      />
      {typed !== "" && (
        <IconButton
          label="Clear the search"
          size="small"
          icon={<X />}
          className="absolute inset-y-0 right-0.5 my-auto sm:size-6"
          onClick={() => {
            setTyped("");
            search("");
            box.current?.focus();
          }}
        />
      )}
    </div>
  );
}
