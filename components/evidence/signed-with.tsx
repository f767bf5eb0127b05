"use client";

import { useQuery } from "@tanstack/react-query";
import type { z } from "zod";
import type { signingKeys } from "@/lib/contract/shapes/signing";
import { api } from "../api";
import { CopyableId } from "../ui/copyable";
import { Status } from "../ui/status";
import { ExactTime } from "../ui/time";

type SigningKeys = z.infer<typeof signingKeys>;

/** The key that signed an evidence, and whether it was revoked since: then the evidence is to be trusted no more. */
export function SignedWith({ keyId }: { keyId: string }) {
  const keys = useQuery({
    queryKey: ["signing-keys"],
    queryFn: ({ signal }) => api.get<SigningKeys>("/api/signing-keys", { signal }),
  });
  const revoked = keys.data?.data.find(({ kid, status }) => kid === keyId && status === "revoked");
  return (
    <>
      <CopyableId value={keyId} what="the key’s id" />
      {revoked?.revokedAt && (
        <Status tone="bad" className="mt-1">
          Revoked <ExactTime time={revoked.revokedAt} />: <bdi className="wrap-anywhere">{revoked.revokeReason}</bdi>
        </Status>
      )}
    </>
  );
}
