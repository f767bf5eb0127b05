"use client";

import { FileCheck2, FileDown } from "lucide-react";
import { usePathname, useRouter, useSearchParams } from "next/navigation";
import { useMemo, useState } from "react";
import { readView } from "@/lib/contract/records-view";
import { DOWNLOAD, type Place, usePages } from "../connections/addresses";
import { useActions } from "../shell/actions";
import { useViewer } from "../shell/viewer";
import { LinkButton } from "../ui/button";
import { IconButton } from "../ui/icon-button";
import { toast } from "../ui/toast";

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
  // Other tabs have a primary action of their own: publish, import, save.
  const isMain = [pages.resource(place), pages.resource(place, "evidence")].includes(here);
  return (
    <>
      <LinkButton
        variant={isMain ? "primary" : "plain"}
        href={href}
        icon={<FileCheck2 aria-hidden="true" />}
        className={className}
      >
        Generate evidence
      </LinkButton>
      {here === pages.resource(place) && can("evidence-get", place.connectionId) && (
        <AtOnce place={place} search={search} form={href} />
      )}
    </>
  );
}

type AtOnceProps = { place: Place; search: string; form: string };

/** One click from the records to their bundle, of what they are narrowed to and as of when. form: where it is chosen. */
function AtOnce({ place, search, form }: AtOnceProps) {
  const pages = usePages();
  const router = useRouter();
  const [busy, setBusy] = useState(false);
  const generate = async () => {
    const { q, failing, broken } = readView(search);
    // These narrow the list and not evidence, which the form says.
    if (q !== "" || failing || broken) return router.push(form);
    setBusy(true);
    try {
      const { evidenceAtOnce } = await import("./at-once");
      const { id } = await evidenceAtOnce(place, search);
      router.push(`${pages.oneEvidence(id)}${DOWNLOAD}`);
    } catch (problem) {
      toast.failed(problem, "No evidence was generated");
      setBusy(false);
    }
  };
  return (
    <IconButton
      variant="plain"
      label="Generate and download a bundle of these records"
      busy={busy}
      icon={<FileDown />}
      onClick={() => void generate()}
    />
  );
}
