"use client";

import type * as Radix from "radix-ui/dropdown-menu";
import { createContext, use } from "react";

/** What entries of a menu are made of; it comes with the opened menu, so that no page carries it from the start. */
export const MenuParts = createContext<typeof Radix | undefined>(undefined);

/** The parts, inside a Menu. */
export function useMenuParts(): typeof Radix {
  const parts = use(MenuParts);
  if (!parts) throw new Error("An entry stands outside a Menu.");
  return parts;
}
