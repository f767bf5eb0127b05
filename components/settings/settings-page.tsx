"use client";

import { useEffect } from "react";
import { useViewer } from "../shell/viewer";
import { Callout } from "../ui/callout";
import { FailedState } from "../ui/failed-state";
import { NotAllowed } from "../ui/not-allowed";
import { PageHeader } from "../ui/page-header";
import { SkeletonLines } from "../ui/skeleton";
import { useAccount, type Account } from "./account";
import { AlertSettings } from "./alert-settings";
import { HistorySettings } from "./history-settings";
import { Limits } from "./limits";
import { NameAndZone } from "./name-and-zone";
import { PlanSettings } from "./plan-settings";
import { SigningKeys } from "./signing-keys";
import { TermsSettings } from "./terms-settings";

const sections = [
  { id: "account", label: "Name and time zone" },
  { id: "alerts", label: "Alerts" },
  { id: "history", label: "History" },
  { id: "signing-keys", label: "Signing keys" },
  { id: "terms", label: "API terms" },
  { id: "plan", label: "Plan" },
  { id: "limits", label: "Limits" },
];

/** What the account is called, whom it tells, what it has accepted and what bounds it. */
export function SettingsPage() {
  const viewer = useViewer();
  const crumbs = [{ label: viewer.account.name, href: `/a/${viewer.account.id}` }];
  return (
    <>
      <PageHeader crumbs={crumbs} title="Settings" />
      {viewer.can("account-get") ? <Settings /> : <NotAllowed permission="account-get" />}
    </>
  );
}

function Settings() {
  const { can } = useViewer();
  const shown = sections.filter(({ id }) => id !== "signing-keys" || can("evidence-get"));
  const account = useAccount();
  if (account.isPending) return <SkeletonLines lines={10} label="Loading the settings" />;
  if (account.isError) {
    return (
      <FailedState what="The settings could not be read" problem={account.error} retry={() => void account.refetch()} />
    );
  }
  return (
    <div className="flex gap-10">
      <nav aria-label="Settings" className="sticky top-16 w-40 shrink-0 self-start max-lg:hidden">
        <ul className="flex flex-col gap-1">
          {shown.map(({ id, label }) => (
            <li key={id}>
              <a
                href={`#${id}`}
                className="block rounded-6 px-2 py-1 text-table text-ink-soft no-underline hover:bg-wash hover:text-ink"
              >
                {label}
              </a>
            </li>
          ))}
        </ul>
      </nav>
      <div className="flex max-w-3xl min-w-0 flex-1 flex-col">
        {!can("account-put") && (
          <div className="mb-6">
            <Callout tone="info" title="You can read these settings">
              Changing them needs the permission Change Account Settings, which administrators have.
            </Callout>
          </div>
        )}
        <Sections account={account.data} />
      </div>
    </div>
  );
}

function Sections({ account }: { account: Account }) {
  // The browser looked for the place in the address before it was there.
  useEffect(() => document.getElementById(window.location.hash.slice(1))?.scrollIntoView(), []);
  return (
    <>
      <NameAndZone account={account} />
      <AlertSettings account={account} />
      <HistorySettings account={account} />
      <SigningKeys />
      <TermsSettings account={account} />
      <PlanSettings account={account} />
      <Limits account={account} />
    </>
  );
}
