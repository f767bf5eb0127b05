"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useRef, useState } from "react";
import { type DraftContent, sameContent } from "@/lib/schema/builder/draft-content";
import { laidOutText } from "@/lib/schema/builder/json-layout";
import { readDocument } from "@/lib/schema/builder/json-tree";
import { sameExact } from "@/lib/schema/exact-json";
import { ApiProblem, problemOf } from "../api";
import type { Place } from "../connections/addresses";
import { names, type ResourceFacts, type SchemaVersion } from "../connections/reads";
import { useViewer } from "../shell/viewer";
import { type Draft, draftKey, drafts, type Work } from "./draft-api";
import { keptWork } from "./kept-work";

const PAUSE_MS = 700;
const LINE_CHARACTERS_MAX = 80;
const MEANWHILE = "The draft was saved, published or discarded since you wrote this";

/** saved: the server has it; typing: not yet; refused: it cannot keep it, and says why; stale: somebody saved meanwhile. */
export type SaveState = "same" | "saved" | "typing" | "saving" | "refused" | "stale";

/** What holds, as something to work on. */
export function presentWork(resource: ResourceFacts, version: SchemaVersion): Work {
  const { identifierKey, displayNameKey, filterFields } = resource;
  const schemaText = inLines(version.schemaText);
  return { content: { schemaText, identifierKey, displayNameKey, filterFields }, steps: [] };
}

function workOf(draft: Draft): Work {
  const { identifierKey, displayNameKey, filterFields, steps } = draft;
  return { content: { schemaText: inLines(draft.schemaText), identifierKey, displayNameKey, filterFields }, steps };
}

/** A text that a program wrote stands in one line; people read and edit it in several. An author's own lines stay. */
function inLines(text: string): string {
  return text.length <= LINE_CHARACTERS_MAX || text.includes("\n") ? text : laidOutText(readDocument(text));
}

const isSame = (left: Work, right: Work) =>
  // The server keeps the members of a step in an order of its own.
  sameContent(left.content, right.content) && sameExact(left.steps, right.steps);

/**
 * The draft as it is being written. Each pause keeps it on the server, under the edit it was written on; what the server
 * cannot keep stays in the tab. present: what holds; loaded: the draft that was read, null for none.
 */
export function useWorkingDraft(place: Place, present: Work, presentVersion: number, loaded: Draft | null) {
  const { account } = useViewer();
  const queries = useQueryClient();
  const [draft, setDraft] = useState(loaded);
  const [kept] = useState(() => keptWork.of(account.id, place));
  // What this tab kept was written on an edit that is no longer the newest: nothing of others' is overwritten unseen.
  const outdated = kept !== undefined && kept.edit !== (loaded?.edit ?? 0);
  const [work, setWork] = useState<Work>(
    kept ? { content: kept.content, steps: kept.steps } : loaded ? workOf(loaded) : present,
  );
  const [state, setState] = useState<SaveState>(outdated ? "stale" : loaded ? "saved" : "same");
  const [problem, setProblem] = useState(outdated ? MEANWHILE : undefined);
  const base = draft ? workOf(draft) : present;
  const changed = !isSame(work, base);
  const latest = useRef({ work, draft });
  const saving = useRef<Promise<Draft | null>>(undefined);
  useEffect(() => {
    latest.current = { work, draft };
  });

  const taken = useCallback(
    (next: Draft | null) => {
      latest.current.draft = next;
      setDraft(next);
      queries.setQueryData([...draftKey(account.id, place), "content"], next);
      queries.setQueryData<ResourceFacts>(names.resource(account.id, place), (facts) =>
        facts ? { ...facts, draftEdit: next?.edit ?? null } : facts,
      );
    },
    [account.id, place, queries],
  );

  /** Keeps what is written now. Answers the draft, or throws why it cannot be kept. */
  const save = useCallback(async (): Promise<Draft | null> => {
    await saving.current?.catch(() => undefined);
    const { work: now, draft: on } = latest.current;
    if (isSame(now, on ? workOf(on) : present)) return on;
    setState("saving");
    const where = { edit: on?.edit ?? 0, baseVersion: on?.baseVersion ?? presentVersion };
    saving.current = drafts.save(place, now, where).then((kept) => {
      taken(kept);
      return kept;
    });
    try {
      const kept = await saving.current;
      const whole = latest.current.work === now;
      if (whole) {
        keptWork.keep(account.id, place, undefined);
        // The server writes numbers in its own way (1e3 as 1000): what it keeps is what is compared from now on.
        const settled = { ...now, steps: kept?.steps ?? now.steps };
        // At once: another save that waited for this one would take what was typed for something new.
        latest.current.work = settled;
        setWork(settled);
      }
      setState(whole ? "saved" : "typing");
      setProblem(undefined);
      return kept;
    } catch (failure) {
      setState(failure instanceof ApiProblem && failure.status === 412 ? "stale" : "refused");
      setProblem(problemOf(failure).message);
      throw failure;
    } finally {
      saving.current = undefined;
    }
  }, [account.id, place, present, presentVersion, taken]);

  // Of the state only this counts here: a refusal is tried again when something else was written, and not for ever.
  const isStale = state === "stale";
  useEffect(() => {
    if (!changed || isStale) return;
    keptWork.keep(account.id, place, { ...work, edit: draft?.edit ?? 0 });
    // What is wrong is said where the draft's state stands.
    const timer = setTimeout(() => void save().catch(() => undefined), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [account.id, place, work, changed, draft, save, isStale]);

  const change = (next: Work) => {
    setWork(next);
    if (state !== "stale") setState("typing");
  };

  return {
    work,
    draft,
    state: changed && state !== "saving" && state !== "stale" && state !== "refused" ? ("typing" as const) : state,
    problem,
    save,
    change: (content: DraftContent) => change({ ...work, content }),
    changeSteps: (steps: Work["steps"]) => change({ ...work, steps }),
    /** Its impact was asked for. */
    asked: () => {
      const on = latest.current.draft;
      if (on && !on.hasImpact) taken({ ...on, hasImpact: true });
    },
    /** Goes on from what somebody else saved; what was written here goes. */
    take: (theirs: Draft | null) => {
      keptWork.keep(account.id, place, undefined);
      taken(theirs);
      setWork(theirs ? workOf(theirs) : present);
      setState(theirs ? "saved" : "same");
      setProblem(undefined);
    },
    /** Keeps what is written here in the place of what somebody else saved. */
    overwrite: (theirs: Draft | null) => {
      taken(theirs);
      setState("typing");
      setProblem(undefined);
    },
    /** Follows the version that was published meanwhile. */
    rebase: async () => {
      const on = latest.current.draft;
      if (!on) return;
      taken(await drafts.save(place, latest.current.work, { edit: on.edit, baseVersion: on.presentVersion }));
      setState("saved");
    },
  };
}

export type WorkingDraft = ReturnType<typeof useWorkingDraft>;
