import type { Answer } from "@/lib/contract/answer";
import type { previewDraft } from "./read-impact";

type Preview = Awaited<ReturnType<typeof previewDraft>>;

/** What a draft's steps would do. Joined from text: records are never parsed to be written again, so their digits stay. */
export function previewAnswer({ among, rows }: Preview): Answer {
  const told = rows.map(
    ({ id, before, after, problems }) =>
      `{"id":${JSON.stringify(id)},"before":${before},"after":${after},"problems":${JSON.stringify(problems)}}`,
  );
  return { status: 200, body: `{"among":${among},"rows":[${told.join(",")}]}` };
}
