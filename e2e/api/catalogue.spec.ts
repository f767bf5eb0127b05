import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { sql } from "../fixtures/database";
import { expect, test } from "@playwright/test";

const prisma = path.resolve(import.meta.dirname, "../../prisma");

/** Tables that belong to no account, or must be found before the account is known. Everything else is account-first. */
const globalTables = [
  "_prisma_migrations",
  "account",
  "api_key_lookup",
  "chain_watch",
  "one_time_token",
  "person",
  "person_identity",
  "recovery_code",
  "second_factor",
  "sign_in",
  "sign_in_try",
];
/** Indexes that may begin otherwise, each with its reason. */
const otherIndexes = new Map([
  ["audit_entry_by_id", "it finds what was written last in all accounts, for the sealer of the audit chain"],
  ["file_import_unfinished", "it finds the imports of all accounts that nobody went on with"],
  ["membership_of_person", "it answers which accounts are a person's"],
  ["push_by_time", "a BRIN of a few pages, only read to sweep old pushes of all accounts"],
  ["resource_of_connection", "it must not stand in for the primary key; a connection is unique in the installation"],
  ["upload_session_open_since", "it finds the sessions of all accounts that nobody added to for long"],
]);

type Index = { table: string; index: string; columns: string[]; unique: boolean; primary: boolean; partial: boolean };

const indexes = () =>
  sql<Index>(`
    select c.relname as table, i.relname as index, x.indisunique as unique, x.indisprimary as primary,
      x.indpred is not null as partial,
      array(select coalesce(a.attname, '(expression)')::text from unnest(x.indkey::int[]) with ordinality k(num, ord)
        left join pg_attribute a on a.attrelid = c.oid and a.attnum = k.num order by k.ord) as columns
    from pg_index x join pg_class c on c.oid = x.indrelid join pg_class i on i.oid = x.indexrelid
    where c.relnamespace = 'public'::regnamespace`);

const tables = async () =>
  (
    await sql<{ name: string }>(
      "select table_name as name from information_schema.tables where table_schema = 'public' order by 1",
    )
  ).map(({ name }) => name);

const columnsOf = () =>
  sql<{ table_name: string; column_name: string; udt_name: string; is_nullable: "YES" | "NO" }>(
    `select table_name, column_name, udt_name, is_nullable from information_schema.columns
     where table_schema = 'public' and table_name <> '_prisma_migrations' order by table_name, column_name`,
  );

test("every table is account-first, in primary key and every unique constraint, but for the named global ones", async () => {
  const found = await tables();
  const all = await indexes();
  const first = (table: string) => {
    const unique = all.filter((index) => index.table === table && index.unique);
    return unique.some(({ primary }) => primary) && unique.every(({ columns }) => columns[0] === "account_id");
  };
  expect(found.filter((table) => !first(table))).toEqual(globalTables);
  expect(found.length).toBeGreaterThan(globalTables.length + 10);
});

test("every other index of an account's table begins with the account, too, or says why not", async () => {
  const odd = (await indexes()).filter(
    ({ table, columns }) => !globalTables.includes(table) && columns[0] !== "account_id",
  );
  expect(odd.map(({ index }) => index).sort()).toEqual([...otherIndexes.keys()]);
});

test("a foreign key between two tables of an account carries the account", async () => {
  const keys = await sql<{ name: string; from: string; to: string; columns: string[]; aims: string[] }>(`
    select f.conname as name, f.conrelid::regclass::text as from, f.confrelid::regclass::text as to,
      array(select attname::text from unnest(f.conkey) with ordinality k(num, ord)
        join pg_attribute a on a.attrelid = f.conrelid and a.attnum = k.num order by k.ord) as columns,
      array(select attname::text from unnest(f.confkey) with ordinality k(num, ord)
        join pg_attribute a on a.attrelid = f.confrelid and a.attnum = k.num order by k.ord) as aims
    from pg_constraint f where f.contype = 'f' and f.connamespace = 'public'::regnamespace`);
  const within = keys.filter(({ to }) => !["account", "person"].includes(to));
  expect(within.filter(({ columns, aims }) => columns[0] !== "account_id" || aims[0] !== "account_id")).toEqual([]);
  expect(within.length).toBeGreaterThan(4);
  const toAccount = keys.filter(({ to }) => to === "account");
  expect(toAccount.filter(({ columns }) => columns.join() !== "account_id")).toEqual([]);
});

test("the heart's tables have no foreign keys and no generated columns, whose cost is paid per row", async () => {
  const hot = ["data_record", "record_version", "change", "push"];
  const found = await sql(
    "select conname from pg_constraint where contype = 'f' and conrelid = any($1::text[]::regclass[])",
    [hot],
  );
  expect(found).toEqual([]);
});

const scalar: Record<string, string> = {
  BigInt: "int8",
  Int: "int4",
  String: "text",
  Boolean: "bool",
  Json: "jsonb",
  Bytes: "bytea",
  Decimal: "numeric",
  "DateTime @db.Timestamptz(6)": "timestamptz",
  "String @db.Uuid": "uuid",
};

type Field = {
  name: string;
  column: string;
  type: string;
  nullable: boolean;
  list: boolean;
  unique: boolean;
  id: boolean;
};
type Model = { table: string; fields: Field[]; id: string[]; compound: string[][] };

/** Reads prisma/schema.prisma as text: what stands there is what a reader believes. */
function models(): Model[] {
  const text = readFileSync(path.join(prisma, "schema.prisma"), "utf8");
  return [...text.matchAll(/^model (\w+) \{\n([\s\S]*?)^\}/gm)].map(([, name = "", body = ""]) => {
    const fields = body.split("\n").flatMap((line): Field[] => {
      const [, field = "", type = "", mark = "", rest = ""] = /^  (\w+)\s+([A-Z]\w*)(\?|\[\])?(.*)$/.exec(line) ?? [];
      if (!field) return [];
      const native = /@db\.(Timestamptz\(6\)|Uuid)/.exec(rest)?.[0];
      return [
        {
          name: field,
          column: /@map\("(\w+)"\)/.exec(rest)?.[1] ?? field,
          type: `${mark === "[]" ? "_" : ""}${scalar[native ? `${type} ${native}` : type] ?? `unknown ${type}`}`,
          nullable: mark === "?",
          list: mark === "[]",
          unique: /@unique\b/.test(rest),
          id: /@id\b/.test(rest),
        },
      ];
    });
    const named =
      /@@id\(\[([^\]]+)\]\)/.exec(body)?.[1]?.split(/,\s*/) ?? fields.filter(({ id }) => id).map((each) => each.name);
    const id = named.map((each) => fields.find((field) => field.name === each)?.column ?? each);
    const compound = [...body.matchAll(/@@unique\(\[([^\]]+)\]\)/g)].map(([, names = ""]) =>
      names.split(/,\s*/).map((each) => fields.find((field) => field.name === each)?.column ?? each),
    );
    return { compound, table: /@@map\("(\w+)"\)/.exec(body)?.[1] ?? name, fields, id };
  });
}

test("prisma/schema.prisma says what the migrations made: tables, columns, types, nullability", async () => {
  const columns = await columnsOf();
  const promised = models().flatMap(({ table, fields }) =>
    fields.map(
      ({ column, type, nullable, list }) => `${table}.${column} ${type} ${list ? "list" : nullable ? "YES" : "NO"}`,
    ),
  );
  const made = columns.map(({ table_name, column_name, udt_name, is_nullable }) => {
    // Prisma's lists have no null; the one column that may be null reads as an empty list there.
    const nullable = udt_name.startsWith("_") ? "list" : is_nullable;
    return `${table_name}.${column_name} ${udt_name} ${nullable}`;
  });
  expect(promised.sort()).toEqual(made.sort());
  expect(
    columns.filter(({ udt_name, is_nullable }) => udt_name.startsWith("_") && is_nullable === "YES"),
  ).toMatchObject([{ table_name: "api_key", column_name: "connection_ids" }]);
});

test("prisma/schema.prisma says which keys are primary and which are unique", async () => {
  const all = await indexes();
  const keys = models().map(({ table, id }) => `${table} (${id.join()})`);
  const primary = all.filter((index) => index.primary && index.table !== "_prisma_migrations");
  expect(keys.sort()).toEqual(primary.map(({ table, columns }) => `${table} (${columns.join()})`).sort());
  const unique = models().flatMap(({ table, fields, compound }) => [
    ...fields.filter((field) => field.unique).map(({ column }) => `${table} (${column})`),
    ...compound.map((columns) => `${table} (${columns.join()})`),
  ]);
  // Prisma has no word for a key that only some rows have.
  const made = all.filter((index) => index.unique && !index.primary && !index.partial);
  expect(unique.sort()).toEqual(made.map(({ table, columns }) => `${table} (${columns.join()})`).sort());
});

test("the migrations that were applied are the files, byte for byte", async () => {
  const folder = path.join(prisma, "migrations");
  const names = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const files = names.map(({ name }) => {
    const bytes = readFileSync(path.join(folder, name, "migration.sql"));
    return { name, checksum: createHash("sha256").update(bytes).digest("hex") };
  });
  const applied = await sql(
    `select migration_name as name, checksum from _prisma_migrations
     where finished_at is not null and rolled_back_at is null order by migration_name`,
  );
  expect(applied).toEqual(files.sort((a, b) => (a.name < b.name ? -1 : 1)));
});
