"use client";

import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { valueAt } from "@/lib/schema/columns";
import { MASK } from "@/lib/schema/mask";
import { merged } from "@/lib/schema/merge-three";
import { pageJudge, type PageProblem } from "@/lib/schema/page-judge";
import { problemOf } from "../api";
import { toast } from "../ui/toast";
import { type Draft, keptDrafts } from "./drafts";
import type { ResourcePlace } from "./place";
import { pointerOf } from "./pointers";
import { changesOf, type DataRecord, type Members, nameOf, records } from "./record-api";
import { useRecordCache } from "./record-reads";
import type { ResourceFacts } from "./resource";
import { problemsFrom, standing } from "./server-problems";

type Refused = { problems: PageProblem[]; members: Members };
type Stale = { base: Members; theirs: DataRecord; mine: Members };
/** A write that waits for its reason. */
type Waiting = { does: string; run: (reason: string) => void };

type EditorInput = {
  place: ResourcePlace;
  resource: ResourceFacts;
  record: DataRecord;
  isNew: boolean;
  /** Whether problems are told before anything is typed: it is to fit what it was not judged by yet. */
  aimed: boolean;
  onCreated: (id: string) => void;
  onDeleted: () => void;
};

/** What is typed into a record, and what becomes of it: judged, saved, undone, merged, never lost. */
export function useRecordEditor({ place, resource, record, isNew, aimed, onCreated, onDeleted }: EditorInput) {
  const cache = useRecordCache(place);
  const name = `${place.resourceId}/${isNew ? "" : record.id}/${isNew}`;
  const [draft, setDraft] = useState<Draft | undefined>(() => keptDrafts.of(name));
  const [shown, setShown] = useState({ revision: record.revision, key: 0 });
  const [broken, setBroken] = useState<ReadonlyMap<string, string>>(new Map());
  const [refused, setRefused] = useState<Refused>();
  const [showAll, setShowAll] = useState(false);
  const [saving, setSaving] = useState(false);
  const [stale, setStale] = useState<Stale>();
  const [waiting, setWaiting] = useState<Waiting>();
  const lastUndo = useRef<() => Promise<void>>(undefined);

  const members = draft?.members ?? record.attributes;
  const judge = useMemo(() => pageJudge(resource.schema), [resource.schema]);
  const changes = useMemo(() => (draft ? changesOf(draft.base.attributes, draft.members) : undefined), [draft]);
  const count = changes ? Object.keys(changes.changed).length + changes.removed.length : 0;
  const dirty = count > 0 || broken.size > 0;

  useEffect(() => keptDrafts.keep(name, count > 0 ? draft : undefined), [name, draft, count]);

  // Others' changes are shown at once where nothing is typed; beside a draft they wait for the merge.
  if (!dirty && !saving && record.revision > shown.revision) {
    setShown({ revision: record.revision, key: shown.key + 1 });
    setDraft(undefined);
  }

  const problems = useMemo<PageProblem[]>(() => {
    const texts = [...broken].map(([pointer, message]) => ({ pointer, keyword: "json", message }));
    const told = refused ? standing(refused.problems, refused.members, members) : [];
    // What is hidden cannot be judged here; the API does, by what is stored.
    const isHidden = ({ pointer }: PageProblem) => valueAt(members, pointer) === MASK;
    const ours = draft || isNew || aimed ? judge.problems(members).filter((problem) => !isHidden(problem)) : [];
    if (
      isNew &&
      members[resource.identifierKey] === undefined &&
      !ours.some(({ pointer }) => pointer === pointerOf([resource.identifierKey]))
    )
      ours.unshift({
        pointer: pointerOf([resource.identifierKey]),
        keyword: "required",
        message: "A value is required",
      });
    const known = new Set(ours.map(({ pointer }) => pointer));
    return [...texts, ...ours, ...told.filter(({ pointer }) => !known.has(pointer))];
  }, [broken, refused, members, draft, isNew, aimed, judge, resource.identifierKey]);

  const change = useCallback(
    (next: (members: Members) => Members) =>
      setDraft((now) => ({ base: now?.base ?? record, members: next(now?.members ?? record.attributes) })),
    [record],
  );

  const setBrokenAt = useCallback((pointer: string, message: string | undefined) => {
    setBroken((now) => {
      if (now.get(pointer) === message) return now;
      const next = new Map(now);
      if (message === undefined) next.delete(pointer);
      else next.set(pointer, message);
      return next;
    });
  }, []);

  const withReason = (does: string, run: (reason?: string) => void) => {
    if (!resource.reasonRequired) return run();
    setWaiting({
      does,
      run: (reason) => {
        setWaiting(undefined);
        run(reason);
      },
    });
  };
  const undoReason = resource.reasonRequired ? "Undone" : undefined;

  const undoTo = (id: string, to: number, saved: number) => async () => {
    lastUndo.current = undefined;
    const back = await records.revert(place, id, to, { revision: saved, reason: undoReason });
    cache.put(back);
    cache.changed(id);
    toast.done("Undone");
  };

  const tellRefusal = async (thrown: unknown, base: DataRecord, sent: Members) => {
    const problem = problemOf(thrown);
    if (problem.status === 412 && problem.code === "stale") {
      const theirs = await cache.fetch(base.id).catch(() => undefined);
      if (theirs) return setStale({ base: base.attributes, theirs, mine: sent });
    }
    if (problem.errors.length > 0) {
      setRefused({ problems: problemsFrom(problem), members: sent });
      setShowAll(true);
      return;
    }
    toast.failed(
      problem,
      isNew ? "The record was not created" : "The record was not saved; what you typed is still here",
    );
  };

  const commit = async ({ base, members: sent }: Draft, reason?: string, then?: () => void) => {
    setSaving(true);
    setRefused(undefined);
    setDraft(undefined);
    cache.put({ ...base, attributes: sent });
    try {
      const saved = await records.save(place, base, sent, { reason });
      setShown((now) => ({ ...now, revision: saved.revision }));
      setDraft((now) => now && { base: saved, members: now.members });
      setShowAll(false);
      cache.put({ ...saved, failing: false, problems: [] });
      cache.changed(base.id);
      if (saved.revision !== base.revision) {
        lastUndo.current = undoTo(base.id, base.revision, saved.revision);
        // One after the other, their notes would look the same.
        const said = aimed ? `Saved: ${nameOf(saved, resource.displayNameKey)}` : "Saved";
        toast.done(said, { undo: lastUndo.current });
      } else toast.done("Saved; nothing was different");
      then?.();
    } catch (thrown) {
      cache.put(base);
      // What was typed while it was on its way stays on top of what was sent.
      setDraft((now) => ({ base, members: now ? (merged(sent, sent, now.members, new Map()) as Members) : sent }));
      await tellRefusal(thrown, base, sent);
    } finally {
      setSaving(false);
    }
  };

  const create = async (reason?: string) => {
    setSaving(true);
    setRefused(undefined);
    try {
      const key = resource.identifierKey;
      const id = String(members[key]);
      const taken = await records.read(place, id).catch((thrown: unknown) => {
        if (problemOf(thrown).status === 404) return undefined;
        throw thrown;
      });
      if (taken) {
        const message = "A record with this id is there already; choose another";
        setRefused({
          problems: [{ pointer: pointerOf([key]), keyword: "taken", message }],
          members,
        });
        setShowAll(true);
        return;
      }
      const made = await records.create(place, members, { reason });
      keptDrafts.keep(name, undefined);
      setDraft(undefined);
      cache.stale([made.id]);
      toast.done("Created", {
        undo: async () =>
          void (await records.remove(place, made.id, { reason: undoReason }).then(() => cache.forget(made.id))),
      });
      onCreated(made.id);
    } catch (thrown) {
      await tellRefusal(thrown, record, members);
    } finally {
      setSaving(false);
    }
  };

  return {
    members,
    dirty,
    count,
    problems,
    showAll,
    saving,
    stale,
    waiting,
    /** Another key: what is shown comes from elsewhere, so the form begins anew. */
    formKey: shown.key,
    /** Others have changed the record that is being edited. */
    overtaken: draft !== undefined && !saving && record.revision !== draft.base.revision,
    change,
    setBroken: setBrokenAt,
    canUndo: () => lastUndo.current !== undefined,
    undo: () => void (lastUndo.current && toast.undo(lastUndo.current)),
    /** False when problems have to be mended first; `anyway` leaves the verdict to the API. then: once it is saved. */
    save(anyway = false, then?: () => void): boolean {
      if (saving || (!dirty && !isNew)) return true;
      if (broken.size > 0 || (problems.length > 0 && !anyway)) {
        setShowAll(true);
        return false;
      }
      if (isNew) withReason("Create", (reason) => void create(reason));
      else if (draft) withReason("Save", (reason) => void commit(draft, reason, then));
      return true;
    },
    saveMerged(result: Members) {
      if (!stale) return;
      const next = { base: stale.theirs, members: result };
      setStale(undefined);
      setDraft(next);
      setShown((now) => ({ revision: stale.theirs.revision, key: now.key + 1 }));
      withReason("Save", (reason) => void commit(next, reason));
    },
    openMerge() {
      if (draft) setStale({ base: draft.base.attributes, theirs: record, mine: draft.members });
    },
    closeMerge: () => setStale(undefined),
    closeReason: () => setWaiting(undefined),
    discard() {
      setDraft(undefined);
      setBroken(new Map());
      setRefused(undefined);
      setShowAll(false);
      setShown((now) => ({ revision: record.revision, key: now.key + 1 }));
      keptDrafts.keep(name, undefined);
    },
    remove() {
      withReason("Delete", (reason) => {
        records
          .remove(place, record.id, { revision: record.revision, reason })
          .then(() => {
            keptDrafts.keep(name, undefined);
            cache.forget(record.id);
            toast.done("Record deleted", {
              undo: async () => {
                await records.restore(place, [record.id], { reason: undoReason });
                cache.stale([record.id]);
              },
            });
            onDeleted();
          })
          .catch((thrown: unknown) => toast.failed(thrown, "The record was not deleted"));
      });
    },
    revert(to: number) {
      withReason("Revert", (reason) => {
        records
          .revert(place, record.id, to, { revision: record.revision, reason })
          .then((back) => {
            cache.put(back);
            cache.changed(record.id);
            lastUndo.current = undoTo(record.id, record.revision, back.revision);
            toast.done(`Reverted to revision ${to}`, { undo: lastUndo.current });
          })
          .catch((thrown: unknown) => toast.failed(thrown, "The record was not reverted"));
      });
    },
  };
}

export type RecordEditor = ReturnType<typeof useRecordEditor>;
