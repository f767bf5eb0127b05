import type { Answer } from "@/lib/contract/answer";
import type { previewEdit } from "./edit";

type Preview = Awaited<ReturnType<typeof previewEdit>>;

/** What an edit would do. Joined from text: records are never parsed to be written again, so their digits stay. */
export function previewAnswer({ matching, more, sample, wouldFail }: Preview): Answer {
  const rows = sample.map(({ id, before, after, problems }) => {
    const told = problems.map(({ pointer, keyword, message }) => ({ pointer, keyword, message }));
    return `{"id":${JSON.stringify(id)},"before":${before},"after":${after},"problems":${JSON.stringify(told)}}`;
  });
  const body = `{"matching":${matching},"more":${more},"sample":[${rows.join(",")}],"wouldFail":${wouldFail}}`;
  return { status: 200, body, headers: { "x-dry-run": "true" } };
}
