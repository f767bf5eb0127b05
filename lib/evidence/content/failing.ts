import { JSONB_MARK } from "@/lib/db/copied";
import { compileSchema } from "@/lib/schema/compile";
import type { MomentRow } from "../state/store";
import { idsOf, type Lines } from "./lines";

const TURN_MS = 20;

/** Counts records that do not fit the schema in force at a revision. */
export type FailingCount = { failing: number; count: (page: Lines) => Promise<void> };

/**
 * A record fits the version that it was written under, unless one that fails may have been let in; every other one is
 * judged. What is judged is kept as it was, the text of the schema with it; an erased record is judged no more, and a
 * judge that judged otherwise would make another content.json of what was evidence before.
 */
export function failingCount({ schema_text, identifier_key, lets_fail }: MomentRow): FailingCount {
  const schema = compileSchema(schema_text, { identifierKey: identifier_key });
  let turn = performance.now();
  const counting: FailingCount = {
    failing: 0,
    count: async (page) => {
      if (!lets_fail && page.outdated.size === 0) return;
      const ids = idsOf(page);
      const texts = page.texts.toString().split(String.fromCharCode(JSONB_MARK)).slice(1);
      for (let at = 0; at < texts.length; at += 1) {
        const text = texts[at] ?? "";
        if (text === "" || (!lets_fail && !page.outdated.has(ids[at] ?? ""))) continue;
        if (!schema.judge(JSON.parse(text)).ok) counting.failing += 1;
        if (at % 64 !== 63 || performance.now() - turn < TURN_MS) continue;
        await new Promise(setImmediate);
        turn = performance.now();
      }
    },
  };
  return counting;
}
