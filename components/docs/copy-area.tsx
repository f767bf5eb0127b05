"use client";

import { type MouseEvent, type ReactNode, useState } from "react";

/** Hears every "Copy" inside it: a page of a hundred operations needs one listener, not a hundred live buttons. */
export function CopyArea({ children }: { children: ReactNode }) {
  const [said, setSaid] = useState("");
  const copy = async (event: MouseEvent) => {
    const button = event.target instanceof Element ? event.target.closest("[data-copy]") : null;
    const text = button?.closest("figure")?.querySelector("pre")?.textContent;
    if (!button || !text) return;
    const clipboard: Clipboard | undefined = navigator.clipboard;
    const done = await clipboard?.writeText(text).then(
      () => true,
      () => false,
    );
    const words = done ? "Copied" : "Select and copy by hand";
    button.textContent = words;
    setSaid(words);
    setTimeout(() => {
      button.textContent = "Copy";
      setSaid("");
    }, 2_000);
  };
  return (
    <div onClick={(event) => void copy(event)}>
      {children}
      <p role="status" className="sr-only">
        {said}
      </p>
    </div>
  );
}
