"use client";

import type { z } from "zod";
import type { chainStatus } from "@/lib/contract/shapes/chain";
import { usePages } from "../connections/addresses";
import { useViewer } from "../shell/viewer";
import { PageLink } from "../ui/page-link";

type Problem = NonNullable<z.infer<typeof chainStatus>["check"]>["problems"][number];

/** Leads to what a problem of the chain is about, where that has a page which the reader may open. */
export function ProblemLink({ problem }: { problem: Problem }) {
  const { can } = useViewer();
  const pages = usePages();
  const found = targetOf(problem, pages);
  if (!found || !can(found.permission, problem.connectionId)) return null;
  return (
    <>
      {" "}
      <PageLink href={found.href} className="whitespace-nowrap underline">
        {found.says}
      </PageLink>
    </>
  );
}

function targetOf(problem: Problem, pages: ReturnType<typeof usePages>) {
  const { kind, evidenceId, connectionId, resourceId, recordId, revision, schemaVersion } = problem;
  if (evidenceId !== undefined && connectionId !== undefined) {
    return { href: pages.oneEvidence(evidenceId), says: "See the evidence", permission: "evidence-get" } as const;
  }
  // Evidence whose row is gone has no page; the trail still says who made it, and who took it.
  if (evidenceId !== undefined) {
    const href = `${pages.audit}?q=${encodeURIComponent(`evidence ${evidenceId}`)}`;
    return { href, says: "See what the trail says of it", permission: "audit-list" } as const;
  }
  if (connectionId === undefined || resourceId === undefined) return undefined;
  const place = { connectionId, resourceId };
  const to = (href: string, says: string) => ({ href, says, permission: "custom-connections-get" }) as const;
  if (recordId !== undefined) return to(pages.life(place, recordId), "See the record’s life");
  if (schemaVersion !== undefined) return to(`${pages.resource(place, "schema")}?view=versions`, "See the versions");
  if (revision === undefined) return to(pages.resource(place), "See the resource");
  // A Change that is gone has no page of its own.
  if (kind === "deleted") return to(pages.resource(place, "changes"), "See the changes");
  return to(pages.change(place, revision), "See the change");
}
