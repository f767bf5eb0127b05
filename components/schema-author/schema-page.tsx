"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { sameContent, type DraftContent } from "@/lib/schema/builder/draft-content";
import { memberText } from "@/lib/schema/builder/json-layout";
import { api } from "../api";
import { type Place, resourceApi } from "../connections/addresses";
import { names, type ResourceFacts, useResource, useStale } from "../connections/reads";
import { useLeaveGuard } from "../records/use-leave-guard";
import { LeaveDialog } from "../records/leave-dialog";
import { useShortcut } from "../shell/use-shortcut";
import { useViewer } from "../shell/viewer";
import { Button } from "../ui/button";
import { FailedState } from "../ui/failed-state";
import { SkeletonRows } from "../ui/skeleton";
import { toast } from "../ui/toast";
import { SchemaAuthor } from "./schema-author";

type Present = { version: number; schemaText: string };
type SchemaPageProps = { place: Place; readOnly: boolean };

/** Edits the schema that records are judged by, and publishes it as the next version. */
export default function SchemaPage(props: SchemaPageProps) {
  const { account } = useViewer();
  const resource = useResource(props.place);
  const present = useQuery({
    queryKey: [...names.resource(account.id, props.place), "schema text"],
    queryFn: async ({ signal }): Promise<Present> => {
      const text = await api.get<string>(`${resourceApi(props.place)}/schema`, { text: true, signal });
      return { version: Number(memberText(text, "version")), schemaText: memberText(text, "schema") ?? "{}" };
    },
  });
  if (present.error) {
    const retry = () => void present.refetch();
    return <FailedState what="The schema could not be read" problem={present.error} retry={retry} />;
  }
  if (!resource.data || !present.data) return <SkeletonRows rows={8} columns={3} label="Loading the schema" />;
  return <Editing key={present.data.version} {...props} present={present.data} facts={resource.data} />;
}

function Editing({ place, present, readOnly, facts }: SchemaPageProps & { present: Present; facts: ResourceFacts }) {
  const [published] = useState<DraftContent>(() => ({
    schemaText: present.schemaText,
    identifierKey: facts.identifierKey,
    displayNameKey: facts.displayNameKey,
    filterFields: facts.filterFields,
  }));
  const [content, setContent] = useState(published);
  const [broken, setBroken] = useState<string>();
  const [busy, setBusy] = useState(false);
  const stale = useStale();
  const isDirty = !sameContent(content, published);
  const guard = useLeaveGuard(isDirty);

  const publish = async () => {
    if (!isDirty || broken !== undefined || busy) return;
    setBusy(true);
    try {
      await publishAll(place, present.version, published, content);
      toast.done(`Version ${present.version + 1} is published`);
      await stale();
    } catch (problem) {
      toast.failed(problem, "The schema is not published");
    } finally {
      setBusy(false);
    }
  };
  useShortcut("save", () => void publish(), { enabled: !readOnly });

  return (
    <div className="flex flex-col gap-3">
      <SchemaAuthor value={content} onChange={setContent} readOnly={readOnly} place={place} onBroken={setBroken} />
      {isDirty && (
        <div className="flex flex-wrap items-center gap-2">
          <Button variant="primary" busy={busy} disabled={broken !== undefined} onClick={() => void publish()}>
            Publish version {present.version + 1}
          </Button>
          <Button variant="quiet" onClick={() => setContent(published)}>
            Discard
          </Button>
          <span className="text-table text-ink-faint">
            Records keep the version they were judged by; the new one judges from the next push on.
          </span>
        </div>
      )}
      <LeaveDialog
        open={guard.asked}
        onStay={guard.stay}
        onLeave={() => {
          setContent(published);
          guard.leave();
        }}
      />
    </div>
  );
}

/** Writes what has changed: the schema as a new version, unless somebody published meanwhile, then the resource. */
async function publishAll(place: Place, version: number, before: DraftContent, after: DraftContent): Promise<void> {
  if (after.schemaText !== before.schemaText) {
    // The text itself is sent: as an object its digits and the order of its keys would be JavaScript's.
    await api.put(`${resourceApi(place)}/schema`, {
      body: `{"schema":${after.schemaText}}`,
      headers: { "content-type": "application/json", "if-match": `"${version}"` },
    });
  }
  const facts = changedFacts(before, after);
  if (Object.keys(facts).length > 0) await api.patch(resourceApi(place), { body: facts });
}

function changedFacts(before: DraftContent, after: DraftContent): Partial<DraftContent> {
  const { displayNameKey, filterFields } = after;
  return {
    ...(displayNameKey !== before.displayNameKey && { displayNameKey }),
    ...(!sameContent({ ...before, filterFields }, before) && { filterFields }),
  };
}
