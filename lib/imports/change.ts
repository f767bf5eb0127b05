import { Refusal } from "@/lib/contract/errors";
import type { ImportMode } from "@/lib/contract/imports";
import type { Context } from "@/lib/changes/context";
import { write } from "@/lib/changes/write";
import { parseExact, printExact } from "@/lib/schema/exact-json";
import { importFacts, standingOf } from "./facts";
import { isJson, namesOf, readFactsOf, type ReadFacts } from "./kept";
import { lookAt, sentenceOfFile, type Looked, type ReadChoice } from "./look";
import { ownColumn, wrongMapping, type Mapping } from "./mapping/mapping";
import { findProfile } from "./profiles/store";
import { importAt, type ImportTarget } from "./read";
import * as store from "./store";
import { mapped } from "./upload";

/** What is said of an import; mappingText: the mapping's own text, whose numbers keep their digits. */
export type ImportInput = {
  read?: ReadChoice;
  mappingText?: string;
  profileId?: number;
  mode?: ImportMode;
  bad?: "refuse" | "skip";
};

const OPEN = ["mapping", "planned", "failed"];

/**
 * Says how a file is read and mapped, and what becomes of its rows. What is read or mapped otherwise drops the plan;
 * another mode keeps it, as rows are compared whatever becomes of them. Throws notFound, conflict, invalid.
 */
export async function changeImport(ctx: Context, target: ImportTarget, input: ImportInput): Promise<string> {
  const { resource, place, row } = await importAt(ctx, target);
  checkOpen(row);
  const profile = input.profileId === undefined ? undefined : await findProfile(place, input.profileId);
  if (input.profileId !== undefined && !profile) throw new Refusal("notFound");
  const choice = profile ? readOf(profile.read) : input.read;
  const looked = choice && (await lookAgain(place, row, choice));
  const mappingText = profile?.mapping ?? input.mappingText;
  return write(ctx, async (tx) => {
    const now = await store.lockImport(tx, place);
    if (!now) throw new Refusal("notFound");
    checkOpen(now);
    const found = looked ? await mapped(tx, resource, looked) : {};
    const names = looked ? looked.columns.map(({ name }) => name) : namesOf(now);
    const byName = profile && looked && { json: isJson(looked.read) };
    const chosen = mappingText === undefined ? {} : { mapping: checked(mappingText, names, byName) };
    const from = profile
      ? { mapping_from: "profile" as const }
      : mappingText
        ? { mapping_from: "chosen" as const }
        : {};
    const replans = looked !== undefined || mappingText !== undefined;
    const status = replans ? { status: "mapping" as const, error: null, replanned: null } : {};
    const { mode, bad } = input;
    await store.updateImport(tx, place, { ...found, ...chosen, ...from, ...status, mode, bad });
    const after = await store.findImport(tx, place);
    const details = { fileName: now.file_name, read: choice, mapped: chosen.mapping !== undefined, mode, bad };
    const what = { action: "import.update", target: `import ${now.id}`, details };
    const audit = { accountId: ctx.accountId, ...what, origin: ctx };
    return { result: await importFacts(resource, after ?? now, tx), change: { resources: [], audit } };
  });
}

function checkOpen(row: store.ImportRow): void {
  const { status } = standingOf(row);
  if (OPEN.includes(status) && row.sha256 !== null) return;
  const message =
    status === "uploading"
      ? "The file is not whole yet; send the rest of it first"
      : `The import is ${status}; it can be changed until it is committed or canceled, and not while a job works on it`;
  throw new Refusal("conflict", { message });
}

const readOf = (read: string): ReadChoice => {
  const { sheets: _, ...choice } = JSON.parse(read) as ReadFacts;
  return choice;
};

/** What was chosen before stays, unless the sheet or the kind of file is another one. */
async function lookAgain(place: store.Place, row: store.ImportRow, choice: ReadChoice): Promise<Looked> {
  const before = row.read === null ? undefined : readFactsOf(row);
  const anew = choice.sheet !== undefined || choice.format !== undefined || !before;
  const { sheets: _, ...kept } = before ?? { sheets: [] };
  const header = choice.headerRow === undefined && (choice.delimiter ?? choice.encoding ?? choice.quote) !== undefined;
  const wanted = anew ? choice : { ...kept, ...(header && { headerRow: undefined }), ...choice };
  try {
    return await lookAt(() => store.chunks(place), row.file_name, wanted);
  } catch (error) {
    throw new Refusal("invalid", { message: sentenceOfFile(error) });
  }
}

/** A mapping that the file and records allow. byName: it was kept of another file, whose columns may stand elsewhere. */
function checked(text: string, names: readonly string[], byName: { json: boolean } | undefined): string {
  const given = parseExact(text) as Mapping;
  const mapping = byName ? placed(given, names, byName) : given;
  const wrong = wrongMapping(mapping, names.length);
  if (wrong) throw new Refusal("invalid", { message: `mapping: ${wrong}` });
  return printExact(mapping);
}

/** A kept mapping by the names of this file's columns; those it does not know are left out, members of JSON stay. */
function placed(kept: Mapping, names: readonly string[], { json }: { json: boolean }): Mapping {
  const columns = names.map((name, column) => {
    const same = kept.columns.find((each) => each.name === name);
    return same ? { ...same, column } : { ...ownColumn(name, column), ...(!json && { pointer: null }) };
  });
  return { ...kept, columns };
}
