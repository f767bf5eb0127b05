"use client";

import { FileCheck2 } from "lucide-react";
import { usePathname, useRouter, useSearchParams } from "next/navigation";
import { useMemo } from "react";
import { type Place, usePages } from "../connections/addresses";
import { useActions } from "../shell/actions";
import { useViewer } from "../shell/viewer";
import { LinkButton } from "../ui/button";

/** The way to the form that generates evidence; from the records, with what they are narrowed to and as of when. */
export function GenerateLink({ place, className }: { place: Place; className?: string }) {
  const pages = usePages();
  const router = useRouter();
  const { can } = useViewer();
  const here = usePathname();
  const search = useSearchParams().toString();
  const fromRecords = here === pages.resource(place) && search !== "";
  const href = `${pages.resource(place, "evidence/new")}${fromRecords ? `?${search}` : ""}`;
  const may = can("custom-connections-evidence-post", place.connectionId);
  const actions = useMemo(
    () =>
      may
        ? [
            {
              id: "generate evidence",
              label: "Generate evidence",
              keywords: "proof bundle audit",
              run: () => router.push(href),
            },
          ]
        : [],
    [may, href, router],
  );
  useActions(actions);
  if (!may || here.endsWith("/evidence/new")) return null;
  return (
    <LinkButton variant="primary" href={href} icon={<FileCheck2 aria-hidden="true" />} className={className}>
      Generate evidence
    </LinkButton>
  );
}
