"use client";

import { useQueryClient } from "@tanstack/react-query";
import { api } from "../api";
import { SettingsSection } from "../connections/settings-section";
import { Badge } from "../ui/badge";
import { Button } from "../ui/button";
import { FailedState } from "../ui/failed-state";
import { SimpleTable } from "../ui/simple-table";
import { SkeletonRows } from "../ui/skeleton";
import { RelativeTime } from "../ui/time";
import { toast } from "../ui/toast";
import { type SignIn, useSignIns } from "./reads";

const methods: Record<SignIn["method"], string> = { password: "password", oidc: "single sign-on" };

/** Where the person is signed in, and the way to end what they do not know. */
export function SignIns() {
  const queries = useQueryClient();
  const { data: signIns, error, refetch } = useSignIns();
  const reread = () => queries.invalidateQueries({ queryKey: ["profile", "sign-ins"] });
  const end = async (signIn: SignIn) => {
    try {
      await api.delete(`/api/profile/sign-ins/${signIn.id}`);
      toast.done(`The sign-in with ${signIn.device} ended`);
    } catch (problem) {
      toast.failed(problem);
    }
    await reread();
  };
  const endOthers = async () => {
    try {
      const { ended } = await api.delete<{ ended: number }>("/api/profile/sign-ins");
      toast.done(ended === 1 ? "1 other sign-in ended" : `${ended} other sign-ins ended`);
    } catch (problem) {
      toast.failed(problem);
    }
    await reread();
  };
  const others = signIns?.filter(({ current }) => !current) ?? [];
  return (
    <SettingsSection
      id="sign-ins"
      title="Sign-ins"
      text="End what you do not know, and set another password then. Each ends by itself after 14 days."
    >
      {error && !signIns ? (
        <FailedState what="Your sign-ins could not be read" problem={error} retry={() => void refetch()} />
      ) : signIns ? (
        <div className="w-full">
          <SimpleTable
            caption="Where you are signed in"
            rows={signIns}
            rowKey={({ id }) => id}
            columns={[
              { key: "device", head: "Device", cell: (row) => <Device signIn={row} /> },
              { key: "address", head: "Address", cell: ({ address }) => <bdi className="font-mono">{address}</bdi> },
              { key: "method", head: "By", cell: ({ method }) => methods[method], wideOnly: true },
              { key: "seen", head: "Last seen", cell: ({ lastSeenAt }) => <RelativeTime time={lastSeenAt} /> },
              {
                key: "since",
                head: "Since",
                cell: ({ createdAt }) => <RelativeTime time={createdAt} />,
                wideOnly: true,
              },
              {
                key: "end",
                head: <span className="sr-only">End it</span>,
                cell: (row) => <End signIn={row} onEnd={end} />,
              },
            ]}
          />
        </div>
      ) : (
        <SkeletonRows rows={2} columns={5} label="Loading your sign-ins" />
      )}
      {others.length > 0 && <Button onClick={() => void endOthers()}>End all others</Button>}
    </SettingsSection>
  );
}

function Device({ signIn: { device, current } }: { signIn: SignIn }) {
  return (
    <span className="inline-flex flex-wrap items-center gap-2">
      {device}
      {current && <Badge tone="good">This one</Badge>}
    </span>
  );
}

function End({ signIn, onEnd }: { signIn: SignIn; onEnd: (signIn: SignIn) => Promise<void> }) {
  if (signIn.current) return null;
  return (
    <Button size="small" variant="quiet" onClick={() => void onEnd(signIn)}>
      End<span className="sr-only"> the sign-in with {signIn.device}</span>
    </Button>
  );
}
