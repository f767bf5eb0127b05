"use client";

import { usePathname, useRouter, useSearchParams } from "next/navigation";
import { useEffect, useMemo, useRef, useState } from "react";
import type { Place } from "../connections/addresses";
import { type ResourceFacts, type SchemaVersion, useResource, useStale } from "../connections/reads";
import { SchemaAuthor } from "../schema-author/schema-author";
import { askFirst } from "../records/use-leave-guard";
import { useShortcut } from "../shell/use-shortcut";
import { useViewer } from "../shell/viewer";
import { FailedState } from "../ui/failed-state";
import { NotAllowed } from "../ui/not-allowed";
import { SkeletonRows } from "../ui/skeleton";
import { Tabs } from "../ui/tabs";
import { toast } from "../ui/toast";
import { type Draft, drafts, useDraft, usePresentSchema } from "./draft-api";
import { DraftBar } from "./draft-bar";
import { DifferenceList } from "./difference-list";
import { ImpactPanel } from "./impact-panel";
import { LineDiff } from "./line-diff";
import { PublishDialog } from "./publish-dialog";
import { StepsPanel } from "./steps-panel";
import { presentWork, useWorkingDraft, type WorkingDraft } from "./use-working-draft";
import { VersionsPanel } from "./versions-panel";

const views = ["author", "difference", "impact", "steps", "versions"] as const;
type View = (typeof views)[number];

/** Which part of the page is open; it stands in the address. */
function useView(): [View, (view: View) => void] {
  const router = useRouter();
  const path = usePathname();
  const asked = useSearchParams().get("view");
  const view = views.find((one) => one === asked) ?? "author";
  const show = (next: View) => router.replace(next === "author" ? path : `${path}?view=${next}`, { scroll: false });
  return [view, (next) => askFirst(() => show(next))];
}

/** The schema of a resource: what holds, the draft of what comes next, what it would do, and every version. */
export function SchemaPage({ place }: { place: Place }) {
  const { can } = useViewer();
  const resource = useResource(place);
  const present = usePresentSchema(place, resource.data?.schemaVersion);
  const draft = useDraft(place, resource.data?.draftEdit);
  const workbench = useRef<HTMLDivElement>(null);
  const version = present.data?.version;
  const was = useRef(version);
  // Another version begins the page anew; whoever published it stood on a button that is gone.
  useEffect(() => {
    if (version === undefined) return;
    const isNew = was.current !== undefined && was.current !== version;
    was.current = version;
    if (isNew && document.activeElement === document.body) workbench.current?.focus({ preventScroll: true });
  }, [version]);
  if (!can("schemas-get", place.connectionId)) return <NotAllowed permission="schemas-get" />;
  const problem = resource.error ?? present.error ?? draft.error;
  if (problem)
    return <FailedState what="The schema could not be read" problem={problem} retry={() => void draft.refetch()} />;
  if (!resource.data || !present.data || draft.data === undefined) {
    return <SkeletonRows rows={8} columns={3} label="Loading the schema" />;
  }
  return (
    <div ref={workbench} tabIndex={-1} className="outline-none">
      <Workbench
        key={present.data.version}
        place={place}
        resource={resource.data}
        present={present.data}
        loaded={draft.data}
      />
    </div>
  );
}

type WorkbenchProps = { place: Place; resource: ResourceFacts; present: SchemaVersion; loaded: Draft | null };

function Workbench({ place, resource, present, loaded }: WorkbenchProps) {
  const { can } = useViewer();
  const stale = useStale();
  const [view, setView] = useView();
  const [publishing, setPublishing] = useState(false);
  const mayPublish = can("schemas-put", place.connectionId);
  const base = useMemo(() => presentWork(resource, present), [resource, present]);
  const working = useWorkingDraft(place, base, present.version, loaded);
  const { draft } = working;
  // Why it cannot be kept stands in the bar.
  useShortcut("save", () => void working.save().catch(() => undefined), { enabled: mayPublish });

  const published = (version: number) => {
    working.take(null);
    setView("versions");
    // A moment later: what is still drawn of the draft would ask for it in vain.
    setTimeout(() => void stale());
    const back = async () => {
      await drafts.restore(place, version - 1, version, `Version ${version} was taken back at once`);
      await stale();
    };
    const undo = version > 1 ? { label: "Roll back", run: back } : undefined;
    toast.done(`Version ${version} holds`, { undo });
  };

  const panel = useRef<HTMLDivElement>(null);
  // What leads to another part is gone with its own.
  const go = (next: View) => {
    setView(next);
    panel.current?.focus({ preventScroll: true });
  };

  const steps = working.work.steps.length;
  const tabs = [
    { value: "author" as const, label: "Fields" },
    ...(draft ? [{ value: "difference" as const, label: "Difference" }] : []),
    ...(mayPublish
      ? [
          { value: "impact" as const, label: "Impact" },
          { value: "steps" as const, label: steps ? `Steps, ${steps}` : "Steps" },
        ]
      : []),
    { value: "versions" as const, label: "Versions" },
  ];
  const shown = tabs.some(({ value }) => value === view) ? view : "author";
  return (
    <div className="flex min-w-0 flex-col gap-4">
      {mayPublish && (
        <DraftBar
          place={place}
          working={working}
          records={resource.recordCount}
          onSee={() => go("impact")}
          onPublish={() => setPublishing(true)}
        />
      )}
      <Tabs label="Parts of the schema" value={shown} onChange={setView} tabs={tabs}>
        <div ref={panel} tabIndex={-1} className="pt-4 outline-none">
          <Panel view={shown} place={place} resource={resource} present={present} working={working} onView={go} />
        </div>
      </Tabs>
      {publishing && draft && (
        <PublishDialog
          place={place}
          working={working}
          draft={draft}
          records={resource.recordCount}
          failingPolicy={resource.failingPolicy}
          onClose={() => setPublishing(false)}
          onPublished={published}
          onStarted={() => setView("versions")}
        />
      )}
    </div>
  );
}

type PanelProps = {
  view: View;
  place: Place;
  resource: ResourceFacts;
  present: SchemaVersion;
  working: WorkingDraft;
  onView: (view: View) => void;
};

function Panel({ view, place, resource, present, working, onView }: PanelProps) {
  const { can } = useViewer();
  const mayPublish = can("schemas-put", place.connectionId);
  const { draft, work } = working;
  const take = ({ schemaText, identifierKey, displayNameKey }: SchemaVersion) => {
    working.change({ ...work.content, schemaText, identifierKey, displayNameKey });
    onView("author");
  };
  switch (view) {
    case "author":
      return <SchemaAuthor value={work.content} onChange={working.change} readOnly={!mayPublish} place={place} />;
    case "difference":
      return (
        <div className="flex max-w-[56rem] flex-col gap-6">
          <DifferenceList place={place} from={present.version} to="draft" edit={draft?.edit} />
          <LineDiff before={present.schemaText} after={draft?.schemaText ?? present.schemaText} />
        </div>
      );
    case "impact":
      return (
        <ImpactPanel
          place={place}
          working={working}
          records={resource.recordCount}
          onFillIn={(pointer) => {
            working.changeSteps([...work.steps, { kind: "default", pointer, value: "" }]);
            onView("steps");
          }}
        />
      );
    case "steps":
      return (
        <StepsPanel
          place={place}
          draft={draft}
          presentText={present.schemaText}
          nextText={work.content.schemaText}
          identifierKey={work.content.identifierKey}
          steps={work.steps}
          onChange={working.changeSteps}
          readOnly={!mayPublish}
        />
      );
    case "versions":
      return <VersionsPanel place={place} mayPublish={mayPublish} onTake={take} />;
  }
}
