"use client";

import { Eye, Lock, LockOpen, MoreHorizontal, Timer, Trash2 } from "lucide-react";
import dynamic from "next/dynamic";
import { useState } from "react";
import { useViewer } from "../shell/viewer";
import { IconButton } from "../ui/icon-button";
import { Menu, MenuItem } from "../ui/menu";
import type { EvidenceFacts } from "./evidence-api";

type Asking = "reveal" | "hold" | "keep" | "delete";

const HoldDialog = dynamic(() => import("./care-dialogs").then(({ HoldDialog }) => HoldDialog), { ssr: false });
const RevealDialog = dynamic(() => import("./reveal-dialog").then(({ RevealDialog }) => RevealDialog), { ssr: false });
const KeepDialog = dynamic(() => import("./care-dialogs").then(({ KeepDialog }) => KeepDialog), { ssr: false });
const DeleteEvidence = dynamic(() => import("./care-dialogs").then(({ DeleteEvidence }) => DeleteEvidence), {
  ssr: false,
});

/** What it has redacted, and how long it is kept: a hold, a time, or not at all; each for who may. */
export function EvidenceMenu({ evidence }: { evidence: EvidenceFacts }) {
  const [asking, setAsking] = useState<Asking>();
  const { can } = useViewer();
  const { connectionId, status, legalHold, redactions } = evidence;
  const there = status !== "deleted";
  const mayHold = there && can("evidence-hold", connectionId);
  const mayDelete = there && can("evidence-delete", connectionId);
  const mayReveal = status === "ready" && redactions.length > 0 && can("sensitive-get", connectionId);
  if (!mayReveal && !mayHold && !mayDelete) return null;
  const close = () => setAsking(undefined);
  return (
    <>
      <Menu trigger={<IconButton label="More about this evidence" variant="plain" icon={<MoreHorizontal />} />}>
        {mayReveal && (
          <MenuItem icon={<Eye aria-hidden="true" />} onSelect={() => setAsking("reveal")}>
            Show a redacted value…
          </MenuItem>
        )}
        {mayHold && (
          <MenuItem
            icon={legalHold ? <LockOpen aria-hidden="true" /> : <Lock aria-hidden="true" />}
            onSelect={() => setAsking("hold")}
          >
            {legalHold ? "Lift the legal hold" : "Put under a legal hold"}
          </MenuItem>
        )}
        {mayDelete && (
          <MenuItem icon={<Timer aria-hidden="true" />} onSelect={() => setAsking("keep")}>
            Keep until…
          </MenuItem>
        )}
        {mayDelete && status !== "generating" && (
          <MenuItem
            tone="bad"
            icon={<Trash2 aria-hidden="true" />}
            disabled={legalHold !== null}
            says={legalHold ? "A legal hold keeps it" : undefined}
            onSelect={() => setAsking("delete")}
          >
            Delete evidence
          </MenuItem>
        )}
      </Menu>
      {asking === "reveal" && <RevealDialog evidence={evidence} onClose={close} />}
      {asking === "hold" && <HoldDialog evidence={evidence} onClose={close} />}
      {asking === "keep" && <KeepDialog evidence={evidence} onClose={close} />}
      {asking === "delete" && <DeleteEvidence evidence={evidence} onClose={close} />}
    </>
  );
}
