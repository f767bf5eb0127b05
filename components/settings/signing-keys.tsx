"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { z } from "zod";
import type { signingKey, signingKeys } from "@/lib/contract/shapes/signing";
import { api } from "../api";
import { useViewer } from "../shell/viewer";
import { Button } from "../ui/button";
import { Callout } from "../ui/callout";
import { CopyableId } from "../ui/copyable";
import { DangerDialog } from "../ui/dialog";
import { FailedState } from "../ui/failed-state";
import { Field } from "../ui/field";
import { SimpleTable } from "../ui/simple-table";
import { SkeletonLines } from "../ui/skeleton";
import { Status } from "../ui/status";
import { TextInput } from "../ui/text-input";
import { ExactTime } from "../ui/time";
import { toast } from "../ui/toast";
import { Section } from "./section";

type SigningKey = z.infer<typeof signingKey>;
type SigningKeys = z.infer<typeof signingKeys>;

const address = "/api/signing-keys";
const queryKey = ["signing-keys"];

/** The keys that evidence is signed with: which one signs, which did, and which are to be trusted no more. */
export function SigningKeys() {
  const { can } = useViewer();
  if (!can("evidence-get")) return null;
  return (
    <Section
      id="signing-keys"
      title="Signing keys"
      says={
        <>
          Evidence is signed, so that whoever gets it can check it without us. The public halves stand at{" "}
          <a href="/.well-known/jwks.json" className="text-ink underline decoration-hairline hover:decoration-ink">
            /.well-known/jwks.json
          </a>
          ; give the name of your key to those who check, too.
        </>
      }
    >
      <Keys />
    </Section>
  );
}

function Keys() {
  const { can } = useViewer();
  const keys = useQuery({ queryKey, queryFn: ({ signal }) => api.get<SigningKeys>(address, { signal }) });
  const [revoking, setRevoking] = useState<SigningKey>();
  if (keys.isPending) return <SkeletonLines lines={3} label="Loading the signing keys" />;
  if (keys.isError) {
    const retry = () => void keys.refetch();
    return <FailedState what="The signing keys could not be read" problem={keys.error} retry={retry} />;
  }
  const { data, inSetting } = keys.data;
  return (
    <div className="flex flex-col items-start gap-4">
      {inSetting && (
        <Callout tone="info">
          The key stands in the setting ATTESTRY_SIGNING_KEY: whoever runs the installation changes it there.
        </Callout>
      )}
      {data.length === 0 ? (
        <p className="text-body">There is no key yet: the first evidence makes one.</p>
      ) : (
        <KeysTable keys={data} onRevoke={can("signing-keys-manage") ? setRevoking : undefined} />
      )}
      {can("signing-keys-manage") && !inSetting && <Rotate first={data.length === 0} />}
      {revoking && <Revoke signingKey={revoking} onClose={() => setRevoking(undefined)} />}
    </div>
  );
}

const words = {
  signing: { tone: "good", says: "Signs now" },
  retired: { tone: "plain", says: "Signs no more" },
  revoked: { tone: "bad", says: "Revoked" },
} as const;

type KeysTableProps = { keys: readonly SigningKey[]; onRevoke?: (key: SigningKey) => void };

function KeysTable({ keys, onRevoke }: KeysTableProps) {
  return (
    <div className="w-full">
      <SimpleTable
        caption="Signing keys"
        rows={keys}
        rowKey={({ kid }) => kid}
        empty=""
        columns={[
          {
            key: "kid",
            head: "Name (kid)",
            names: true,
            cell: ({ kid }) => <CopyableId value={kid} what="name of the key" className="max-w-52" />,
          },
          { key: "status", head: "Status", cell: (key) => <KeyStatus signingKey={key} /> },
          { key: "created", head: "Made", cell: ({ createdAt }) => <ExactTime time={createdAt} /> },
          {
            key: "revoke",
            head: <span className="sr-only">Act</span>,
            cell: (key) =>
              onRevoke &&
              key.status !== "revoked" && (
                <Button size="small" onClick={() => onRevoke(key)} aria-label={`Revoke the key ${key.kid.slice(0, 8)}`}>
                  Revoke…
                </Button>
              ),
          },
        ]}
      />
    </div>
  );
}

function KeyStatus({ signingKey: { status, revokedAt, revokeReason } }: { signingKey: SigningKey }) {
  return (
    <Status tone={words[status].tone}>
      {words[status].says}
      {revokedAt && (
        <>
          {" "}
          <ExactTime time={revokedAt} />: <bdi className="wrap-anywhere">{revokeReason}</bdi>
        </>
      )}
    </Status>
  );
}

function useAct<Wish>(act: (wish: Wish) => Promise<unknown>, done: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: act,
    onSuccess: async () => {
      toast.done(done);
      await queries.invalidateQueries({ queryKey });
    },
    onError: (thrown) => toast.failed(thrown, "Nothing was changed"),
  });
}

function Rotate({ first }: { first: boolean }) {
  const rotate = useAct(() => api.post(`${address}/rotate`), "A new key signs from now on");
  return (
    <div className="flex flex-col items-start gap-2">
      {!first && (
        <p className="max-w-[60ch] text-table text-ink-soft">
          With a new key the old one signs no more: its private half is thrown away, and what it signed stays as good as
          it was.
        </p>
      )}
      <Button busy={rotate.isPending} onClick={() => rotate.mutate(undefined)}>
        Make a new signing key
      </Button>
    </div>
  );
}

function Revoke({ signingKey: { kid, status }, onClose }: { signingKey: SigningKey; onClose: () => void }) {
  const [reason, setReason] = useState("");
  const [wrong, setWrong] = useState<string>();
  const revoke = useAct((why: string) => api.post(`${address}/${kid}/revoke`, { body: { reason: why } }), "Revoked");
  const confirm = async () => {
    if (reason.trim() === "") return setWrong("Say why: whoever checks evidence reads it");
    await revoke.mutateAsync(reason).then(onClose, () => undefined);
  };
  return (
    <DangerDialog
      open
      onClose={onClose}
      title="Revoke this signing key"
      description={
        status === "signing"
          ? "Evidence that it signed is to be trusted no more, and the next evidence makes a new key. It cannot be taken back."
          : "Evidence that it signed is to be trusted no more. It cannot be taken back."
      }
      does="Revoke the key"
      onConfirm={confirm}
    >
      <p className="font-mono text-table wrap-anywhere">{kid}</p>
      <Field label="Why" hint="Anybody who checks evidence can read it" error={wrong}>
        <TextInput value={reason} onChange={(event) => setReason(event.target.value)} maxLength={500} />
      </Field>
    </DangerDialog>
  );
}
