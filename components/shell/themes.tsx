"use client";

import { ThemeProvider } from "next-themes";
import type { ReactNode } from "react";

type ThemesProps = { nonce: string | undefined; children: ReactNode };

/** Sets the chosen theme on the page before its first paint; without a choice the reader's system decides. */
export function Themes({ nonce, children }: ThemesProps) {
  return (
    <ThemeProvider attribute="data-theme" storageKey="attestry.theme" enableColorScheme={false} nonce={nonce}>
      {children}
    </ThemeProvider>
  );
}
