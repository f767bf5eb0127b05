"use client";

import type { DehydratedState } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { JobTray } from "../jobs/job-tray";
import { Known } from "../known";
import { QueryProvider } from "../query";
import { Toaster } from "../ui/toast";
import { AccountSwitcher } from "./account-switcher";
import { Navigation } from "./navigation";
import { CaughtFailure } from "./caught-failure";
import { TopBar } from "./top-bar";
import { ViewAsBanner } from "./view-as-banner";
import { type ViewerFacts, ViewerProvider } from "./viewer";

type ShellProps = {
  facts: ViewerFacts;
  /** What the server has read for it: the latest jobs. */
  known: DehydratedState;
  children: ReactNode;
};

/** Around every page of an account: where one is, where one can go, and what happens. */
export function Shell({ facts, known, children }: ShellProps) {
  return (
    <QueryProvider>
      <ViewerProvider facts={facts}>
        <a
          href="#content"
          className="fixed top-2 left-2 z-60 -translate-y-16 rounded-6 bg-float px-3 py-2 text-body font-medium shadow-lift focus:translate-y-0"
        >
          Skip to content
        </a>
        <div className="flex min-h-dvh">
          <aside className="sticky top-0 flex h-dvh w-56 shrink-0 flex-col gap-3 overflow-y-auto border-r border-hairline bg-paper p-2 max-sm:hidden print:hidden">
            <AccountSwitcher />
            <Navigation tray />
            <div className="mt-auto">
              <Known state={known}>
                <JobTray />
              </Known>
            </div>
          </aside>
          <div className="flex min-w-0 flex-1 flex-col bg-sheet">
            <ViewAsBanner />
            <TopBar />
            <main id="content" tabIndex={-1} className="min-w-0 flex-1 px-4 pt-3 pb-10 outline-none sm:px-6">
              <CaughtFailure>{children}</CaughtFailure>
            </main>
          </div>
        </div>
        <Toaster />
      </ViewerProvider>
    </QueryProvider>
  );
}
