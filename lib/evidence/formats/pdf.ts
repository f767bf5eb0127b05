import { blocksOf, textsOf } from "./pdf/blocks";
import { fontsFor } from "./pdf/fonts";
import { Layout } from "./pdf/layout";
import { Pen } from "./pdf/pen";
import type { RecordLine } from "./cells";
import type { ReportFacts } from "./report-facts";
import { titleOf } from "./report-words";

/** So many records are shown; all of them are in the other files. */
export const FIRST_RECORDS = 50;

/**
 * The report for people, as it is made: every fact of the evidence, how to verify it, the schema in words, its first
 * records and where to sign. A tagged document in fonts that are embedded; a character that none of them has is shown by
 * its code point. Long work for a processor, so jobs do it and never a page.
 */
export async function* writePdf(facts: ReportFacts, firstLines: readonly RecordLine[]): AsyncGenerator<Uint8Array> {
  const blocks = blocksOf(facts, firstLines.slice(0, FIRST_RECORDS));
  const title = titleOf(facts);
  const foot = `Evidence ${facts.evidence} · ${facts.names.resource}, revision ${facts.content.revision.toLocaleString("en-US")}`;
  const fonts = await fontsFor([...textsOf(blocks), [foot, "regular"]]);
  // With fontkit, a third of what a worker holds at rest: loaded where a PDF is asked for.
  const { default: PDFDocument } = await import("pdfkit");
  const doc = new PDFDocument({
    size: "A4",
    margin: 0,
    pdfVersion: "1.7",
    lang: "en",
    tagged: true,
    displayTitle: true,
    bufferPages: true,
    font: null as never,
    info: {
      Title: title,
      Author: facts.names.account,
      Subject: `Evidence ${facts.evidence} of ${facts.names.resource}, revision ${facts.content.revision}`,
      Creator: `${facts.generator.name} ${facts.generator.version}`,
      CreationDate: new Date(facts.generatedAt),
    },
  });
  const root = doc.struct("Document");
  doc.addStructure(root);
  const layout = new Layout(new Pen(doc, fonts), root);
  for (const block of blocks) layout.add(block);
  root.end();
  layout.foot(foot);
  doc.end();
  yield* doc as unknown as AsyncIterable<Uint8Array>;
}
