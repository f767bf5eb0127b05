import { Refusal } from "@/lib/contract/errors";
import type { Context } from "@/lib/changes/context";
import type { Tx } from "@/lib/changes/tx";
import { write } from "@/lib/changes/write";
import type { Resource } from "@/lib/connections/resource";
import * as staged from "@/lib/records/staged/store";
import { importFacts, standingOf } from "../facts";
import { mappingOf, namesOf } from "../kept";
import { Causes, type Cause, type RowProblem } from "../plan/causes";
import { judgePlaced, mapperOf } from "../plan/judge";
import { stagePart } from "../plan/stage-rows";
import { boundsOf, lineOf } from "../position";
import { importAt, type ImportTarget } from "../read";
import * as importStore from "../store";
import { mendsFor, type Mends, type Said, sourceOf, withMends } from "./mend";
import * as store from "./store";

/** What a row should say: the row by its line, or by its position. */
export type Fix = ({ line: number } | { position: number }) & Said;

/**
 * Mends refused rows, which are judged anew at once; rows that were mended before can be mended again. The file stays as
 * it is, and a later plan takes the mended rows. Throws notFound, conflict, invalid.
 */
export async function fixRows(ctx: Context, target: ImportTarget, fixes: readonly Fix[]): Promise<string> {
  const { resource, place } = await importAt(ctx, target);
  return write(ctx, async (tx) => {
    const { row, audit } = await mendWithin(tx, ctx, { resource, place }, fixes);
    return { result: await importFacts(resource, row, tx), change: { resources: [], audit } };
  });
}

type Where = { resource: Resource; place: importStore.Place };

/** The same inside a write; answers the import as it is afterwards. */
export async function mendWithin(tx: Tx, ctx: Context, { resource, place }: Where, fixes: readonly Fix[]) {
  const { row, set } = await lockPlanned(tx, { resource, place });
  const mapping = mappingOf(row);
  const outside = fixes.find((fix) => "column" in fix && fix.column >= mapping.columns.length);
  if (outside && "column" in outside) {
    throw new Refusal("invalid", { message: `fixes: there is no column ${outside.column} in this file` });
  }
  const rows = await foundRows(tx, place, fixes);
  const causes = new Causes(JSON.parse(row.causes) as Cause[]);
  const mends = new Map(
    rows.map(({ kept, said }) => [kept.position, mendsOf(kept, said, { mapping, schemaText: resource.schema_text })]),
  );
  for (const { kept } of rows) causes.remove(lineOf(kept.position), problemsOf(kept));
  const mended = rows.flatMap(({ kept }) => (kept.problems === null ? [kept.position] : []));
  await staged.removeItems(tx, set, mended);
  await store.saveFixes(
    tx,
    place,
    [...mends].map(([position, cells]) => ({ position, cells })),
  );
  const placed = rows.map(({ kept }) => {
    const all = { ...(JSON.parse(kept.fixes) as Mends), ...mends.get(kept.position) };
    return { position: kept.position, row: withMends(sourceOf(kept, lineOf(kept.position)), all) };
  });
  const mapper = mapperOf(resource, mapping, namesOf(row));
  const judged = await judgePlaced(ctx, resource, placed, { mapping, mapper });
  // What stands in the file is kept already, and stays.
  const again = judged.map((each) => ({ ...each, cells: null, own: null }));
  const { schema_version: schemaVersion } = resource;
  const options = { rows: again, causes, schemaVersion, mended: new Set(mends.keys()) };
  const part = await stagePart(tx, row.id, set, options);
  await staged.keepCounts(tx, set);
  await importStore.updateImport(tx, place, {
    rejected: row.rejected - (rows.length - mended.length) + part.refused.length,
    causes: JSON.stringify(causes.list()),
  });
  const lines = rows.slice(0, LINES_NOTED).map(({ kept }) => lineOf(kept.position));
  const what = { action: "import.fix", target: `import ${row.id}`, details: { lines, rows: rows.length } };
  const audit = { accountId: ctx.accountId, ...what, origin: ctx };
  return { row: (await importStore.findImport(tx, place)) ?? row, audit, refused: part.refused.length };
}

const LINES_NOTED = 100;

/** An import that is planned by the schema that holds, held until commit. Throws conflict. */
async function lockPlanned(tx: Tx, { resource, place }: Where) {
  const row = await importStore.lockImport(tx, place);
  const set = row?.set_id ? await staged.findSet(tx, place.accountId, row.set_id) : undefined;
  if (!row || !set || standingOf(row).status !== "planned") {
    throw new Refusal("conflict", {
      message: "Rows can be mended while the import is planned and not yet committed",
    });
  }
  if (row.schema_version !== resource.schema_version) {
    throw new Refusal("conflict", { message: "Another schema holds since it was planned; plan it again" });
  }
  return { row, set };
}

type FoundRow = { kept: store.RefusedRow; said: Said[] };

/** The kept rows that are to be mended, each with what is said of it. Throws conflict where there is none. */
async function foundRows(tx: Tx, place: importStore.Place, fixes: readonly Fix[]): Promise<FoundRow[]> {
  const bounds = fixes.map((fix) => ("line" in fix ? boundsOf(fix.line) : { from: fix.position, to: fix.position }));
  const unique = [...new Map(bounds.map((one) => [one.from, one])).values()];
  const rows = await store.findRows(tx, place, unique);
  const found = new Map(rows.map((kept): [number, FoundRow] => [kept.position, { kept, said: [] }]));
  fixes.forEach((fix, at) => {
    const [from = 0, to = 0] = [bounds[at]?.from, bounds[at]?.to];
    const kept = rows.find(({ position }) => position >= from && position <= to);
    const name = `Row ${"line" in fix ? fix.line : lineOf(fix.position)}`;
    if (!kept) throw new Refusal("conflict", { message: `${name} was not refused, so there is nothing to mend` });
    found.get(kept.position)?.said.push(fix);
  });
  return [...found.values()];
}

function mendsOf(kept: store.RefusedRow, said: readonly Said[], how: Parameters<typeof mendsFor>[2]): Mends {
  const now = withMends(sourceOf(kept, lineOf(kept.position)), JSON.parse(kept.fixes) as Mends);
  return mendsFor(now, said, how);
}

const problemsOf = ({ problems }: store.RefusedRow) => JSON.parse(problems ?? "[]") as RowProblem[];
