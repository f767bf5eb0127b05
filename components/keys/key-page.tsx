"use client";

import { Ban, RefreshCw } from "lucide-react";
import { useState } from "react";
import { permissions as table } from "@/lib/contract/permissions";
import { problemOf } from "../api";
import { useConnectionNames } from "../people/connections";
import { useViewer } from "../shell/viewer";
import { Button } from "../ui/button";
import { Callout } from "../ui/callout";
import { Facts } from "../ui/definition-list";
import { DangerDialog } from "../ui/dialog";
import { FailedState } from "../ui/failed-state";
import { NotAllowed } from "../ui/not-allowed";
import { PageHeader } from "../ui/page-header";
import { SkeletonLines } from "../ui/skeleton";
import { ExactTime, RelativeTime } from "../ui/time";
import { toast } from "../ui/toast";
import Link from "next/link";
import { KeyActivity } from "./key-activity";
import { standingOf, useKey, useRevokeKey, type Key } from "./key-list";
import { Ends } from "./keys-table";
import { RotateKey } from "./rotate-key";

/** One key: what it may do, what it did, why it was refused. */
export function KeyPage({ keyId }: { keyId: number }) {
  const { account, can } = useViewer();
  const key = useKey(keyId);
  const crumbs = [{ label: "API keys", href: `/a/${account.id}/keys` }];
  if (!can("keys-get")) {
    return (
      <>
        <PageHeader crumbs={crumbs} title="API key" />
        <NotAllowed permission="keys-get" />
      </>
    );
  }
  if (key.isPending) {
    return (
      <>
        <PageHeader crumbs={crumbs} title="API key" />
        <SkeletonLines lines={8} label="Loading the key" />
      </>
    );
  }
  if (key.isError) {
    const gone = problemOf(key.error).status === 404;
    return (
      <>
        <PageHeader crumbs={crumbs} title="API key" />
        <FailedState
          what={gone ? "There is no such key" : "The key could not be read"}
          problem={key.error}
          retry={gone ? undefined : () => void key.refetch()}
        />
      </>
    );
  }
  return (
    <>
      <PageHeader
        crumbs={crumbs}
        title={<bdi>{key.data.name}</bdi>}
        meta={<span className="font-mono">{key.data.prefix}…</span>}
        action={<KeyActions of={key.data} />}
      />
      <Replaced of={key.data} />
      <KeyActivity keyId={keyId} />
      <h2 className="mt-8 mb-1 text-section font-semibold">The key</h2>
      <KeyFacts of={key.data} />
    </>
  );
}

function KeyActions({ of: key }: { of: Key }) {
  const { can } = useViewer();
  const [asked, setAsked] = useState<"rotate" | "revoke">();
  const revoke = useRevokeKey();
  if (standingOf(key) !== "works") return null;
  const end = () =>
    revoke.mutateAsync(key.id).then(
      () => {
        toast.done(`${key.name} is revoked`);
        setAsked(undefined);
      },
      (problem: unknown) => void toast.failed(problem, "The key could not be revoked"),
    );
  return (
    <>
      {can("keys-delete") && (
        <Button icon={<Ban aria-hidden="true" />} onClick={() => setAsked("revoke")}>
          Revoke…
        </Button>
      )}
      {can("keys-post") && key.rotatedToId === null && (
        <Button variant="primary" icon={<RefreshCw aria-hidden="true" />} onClick={() => setAsked("rotate")}>
          Rotate…
        </Button>
      )}
      {asked === "rotate" && <RotateKey of={key} onClose={() => setAsked(undefined)} />}
      <DangerDialog
        open={asked === "revoke"}
        onClose={() => setAsked(undefined)}
        title={`Revoke ${key.name}?`}
        description={`Every request with it is refused within a second, for good. It made ${key.requests.week} requests in the last 7 days.`}
        does={`Revoke ${key.name}`}
        onConfirm={end}
      />
    </>
  );
}

function Replaced({ of: key }: { of: Key }) {
  const { account } = useViewer();
  if (key.rotatedToId === null) return null;
  const works = standingOf(key) === "works";
  return (
    <div className="mb-5">
      <Callout tone={works ? "info" : "plain"} title="This key was rotated">
        <Link href={`/a/${account.id}/keys/${key.rotatedToId}`}>Key {key.rotatedToId}</Link> replaces it
        {works && key.expiresAt ? (
          <>
            ; it still works until <ExactTime time={key.expiresAt} />
          </>
        ) : null}
        .
      </Callout>
    </div>
  );
}

function KeyFacts({ of: key }: { of: Key }) {
  const connections = useConnectionNames();
  const nameOf = (id: number) => connections.data?.find((one) => one.id === id)?.name ?? `Connection ${id}`;
  return (
    <Facts
      facts={[
        {
          term: "May",
          value: (
            <ul className="list-disc pl-4">
              {key.permissions.map((permission) => (
                <li key={permission} title={permission}>
                  {table[permission].says}
                </li>
              ))}
            </ul>
          ),
        },
        {
          term: "Owner",
          value: key.ownerEmail ? (
            <>
              {key.ownerEmail}
              <span className="text-ink-faint"> · whose role bounds it</span>
            </>
          ) : (
            "Nobody: its scopes alone bound it"
          ),
        },
        { term: "Connections", value: key.connectionIds ? key.connectionIds.map(nameOf).join(", ") : "All" },
        {
          term: "Addresses",
          value: key.addresses.length ? (
            <span className="font-mono text-table">{key.addresses.join("  ")}</span>
          ) : (
            "Any"
          ),
        },
        { term: "Ends", value: <Ends ends={key} /> },
        {
          term: "Made",
          value: (
            <>
              <ExactTime time={key.createdAt} /> by {key.createdBy}
            </>
          ),
        },
        { term: "Last used", value: key.lastUsedAt ? <RelativeTime time={key.lastUsedAt} /> : "Never" },
      ]}
    />
  );
}
