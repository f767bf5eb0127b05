"use client";

import { useSyncExternalStore } from "react";
import { ApiProblem } from "../api";
import type { Place } from "../connections/addresses";
import { type ImportFacts, imports } from "./import-api";

const PART_BYTES = 4 * 2 ** 20;
const TRIES = 5;
const FIRST_WAIT_MS = 500;

/** How far a file is on its way; problem: why it stopped, and it can go on from there. */
type Sending = { file: File; sent: number; problem?: unknown };

const going = new Map<number, Sending & { stop: AbortController }>();
const watching = new Set<() => void>();

function tell(importId: number, next: (Sending & { stop: AbortController }) | undefined): void {
  if (next) going.set(importId, next);
  else going.delete(importId);
  watching.forEach((each) => each());
}

function watch(each: () => void): () => void {
  watching.add(each);
  return () => watching.delete(each);
}

/** The upload of an import that this tab makes, as it gets on; it goes on while other pages of the tab are looked at. */
export const useSending = (importId: number): Sending | undefined =>
  useSyncExternalStore(
    watch,
    () => going.get(importId),
    () => undefined,
  );

type Told = (facts: ImportFacts) => void;

/**
 * Sends a file part by part from where the server has it, and tells each answer. A part that does not arrive is sent
 * again a few times; then the upload rests with its problem until it is called anew. Never throws.
 */
export async function sendFile(place: Place, begun: ImportFacts, file: File, told: Told): Promise<void> {
  const stop = new AbortController();
  going.get(begun.id)?.stop.abort();
  let at = begun.received;
  try {
    do {
      tell(begun.id, { file, sent: at, stop });
      const facts = await part(place, begun.id, { file, at, signal: stop.signal });
      at = facts.received;
      told(facts);
    } while (at < file.size);
    tell(begun.id, undefined);
  } catch (problem) {
    if (!stop.signal.aborted) tell(begun.id, { file, sent: at, stop, problem });
  }
}

/** Stops sending. */
export function stopSending(importId: number): void {
  going.get(importId)?.stop.abort();
  tell(importId, undefined);
}

type Part = { file: File; at: number; signal: AbortSignal };

async function part(place: Place, importId: number, { file, at, signal }: Part): Promise<ImportFacts> {
  for (let tried = 1; ; tried += 1) {
    try {
      return await imports.sendPart(place, importId, { bytes: file.slice(at, at + PART_BYTES), at, signal });
    } catch (problem) {
      if (signal.aborted || tried === TRIES || !worthAnother(problem)) throw problem;
      await new Promise((resolve) => setTimeout(resolve, FIRST_WAIT_MS * 2 ** tried));
    }
  }
}

const worthAnother = (problem: unknown) =>
  problem instanceof ApiProblem && (problem.status === 0 || problem.status >= 500);
