import { pointerNames } from "@/lib/schema/columns";
import { fieldIdOf, pointerOf } from "./pointers";

/** Takes the reader to a field, or to the nearest part of the form around it. */
export function goToField(pointer: string): void {
  const steps = pointerNames(pointer);
  for (let length = steps.length; length >= 0; length--) {
    const part = document.getElementById(fieldIdOf(pointerOf(steps.slice(0, length))));
    if (!part) continue;
    const control = part.querySelector<HTMLElement>("input, textarea, select");
    // Not to an edge: what stays in sight there would stand before it.
    part.scrollIntoView({ block: "center" });
    (control ?? part).focus({ preventScroll: true });
    return;
  }
}
