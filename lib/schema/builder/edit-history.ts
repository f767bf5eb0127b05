import { sameContent, type DraftContent } from "./draft-content";

/** What an author did, to go back and forth in. */
export type EditHistory = {
  past: readonly Step[];
  present: Step;
  future: readonly Step[];
};

/** A content with what led to it; `group` and `at` join what belongs to one gesture, such as typing a word. */
type Step = { content: DraftContent; what: string; group?: string; at: number };

const STEPS_MAX = 200;
const CHARACTERS_MAX = 20_000_000;
const TOGETHER_MS = 1_500;

export const startHistory = (content: DraftContent): EditHistory => ({
  past: [],
  present: { content, what: "", at: 0 },
  future: [],
});

/** One more step. Edits of one group that follow each other at once are one step; what was undone is gone. */
export function withEdit(
  history: EditHistory,
  content: DraftContent,
  { what, group, at }: { what: string; group?: string; at: number },
): EditHistory {
  const { present, past } = history;
  if (sameContent(present.content, content)) return history;
  const step: Step = { content, what, group, at };
  const joins = group !== undefined && present.group === group && at - present.at < TOGETHER_MS && past.length > 0;
  return { past: joins ? past : bounded([...past, present]), present: step, future: [] };
}

/** One step back, or forth; the same history where there is none. */
export function undone({ past, present, future }: EditHistory): EditHistory {
  const before = past.at(-1);
  if (!before) return { past, present, future };
  return { past: past.slice(0, -1), present: apart(before), future: [present, ...future] };
}

export function redone({ past, present, future }: EditHistory): EditHistory {
  const [next, ...rest] = future;
  return next ? { past: [...past, present], present: apart(next), future: rest } : { past, present, future };
}

// What was gone back to is never joined with what is typed then.
const apart = ({ group: _group, ...step }: Step): Step => step;

/** The oldest steps go first: a long text may not be kept two hundred times. */
function bounded(steps: readonly Step[]): readonly Step[] {
  let characters = 0;
  let from = steps.length;
  while (from > 0 && steps.length - from < STEPS_MAX) {
    characters += steps[from - 1]?.content.schemaText.length ?? 0;
    if (characters > CHARACTERS_MAX && from < steps.length) break;
    from--;
  }
  return steps.slice(from);
}
