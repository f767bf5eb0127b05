import { expect, test } from "@playwright/test";
import { existsSync } from "node:fs";
import path from "node:path";
import { operationIds, operationOf } from "@/lib/contract/operations";
import { settings } from "@/lib/db/env";
import { hasReadme, settingRows, shownDefault, tableOf, treePaths } from "./house/readme";
import { environmentReaders, impure, roomOf, sqlAlsoIn } from "./house/rooms";
import {
  declaredIn,
  files,
  importsOf,
  isCode,
  methodsOf,
  readsEnvironment,
  root,
  sqlIn,
  target,
} from "./house/sources";

/** Fails with every finding at once, each a sentence that says what, why and how to mend it. */
function expectNone(findings: string[]): void {
  if (findings.length) throw new Error(`\n${findings.join("\n")}\n`);
}

const all = files();
const code = all.filter(isCode);
const base = (file: string) => file.split("/").at(-1) ?? "";

test("every file stands in a room", () => {
  const homeless = all.filter((file) => !roomOf(file));
  expectNone(
    homeless.map(
      (file) =>
        `${file} stands in no room, so nobody knows what it may import or where to look for it. ` +
        "Move it into the room whose verb needs it (README, the tree); a new room is a row in e2e/house/rooms.ts.",
    ),
  );
});

test("rooms import each other only in the allowed direction", () => {
  const findings = code.flatMap((file) => {
    const room = roomOf(file);
    return importsOf(file).flatMap((specifier) => {
      const aim = target(file, specifier);
      const other = aim === undefined ? undefined : roomOf(aim);
      if (!room || !other || other === room || room.mayImport.includes(other.name)) return [];
      const allowed = room.mayImport.join(", ") || "no other room";
      return [
        `${file} imports ${specifier}, but ${room.name} may not import ${other.name}: ${room.because}. ` +
          `It may import ${allowed}. Move the shared part down into one of these, or let the caller hand it in.`,
      ];
    });
  });
  expectNone(findings);
});

test("an import inside a room is relative, and one into another room starts with @/", () => {
  const findings = code.flatMap((file) =>
    importsOf(file).flatMap((specifier) => {
      const aim = target(file, specifier);
      if (aim === undefined || file.endsWith(".mjs")) return [];
      const inside = roomOf(file)?.name === roomOf(aim)?.name;
      if (/\.tsx?$/.test(specifier)) return [`${file} imports ${specifier}: leave the file extension out.`];
      if (inside === specifier.startsWith(".")) return [];
      return [
        inside
          ? `${file} imports ${specifier} from its own room: write it relative, so that a room can be moved whole.`
          : `${file} imports ${specifier} from another room: write it as @/…, so that a reader sees the border.`,
      ];
    }),
  );
  expectNone(findings);
});

test("the contract and the schema room stay pure", () => {
  const findings = code
    // A test may read a file to judge by; no page imports it.
    .filter((file) => /^lib\/(contract|schema)\//.test(file) && !file.endsWith(".test.ts"))
    .flatMap((file) => importsOf(file).map((specifier) => ({ file, specifier })))
    .filter(({ specifier }) => impure.test(specifier))
    .map(
      ({ file, specifier }) =>
        `${file} imports ${specifier}: pages use this room in the browser too. Let the caller hand in what it needs.`,
    );
  expectNone(findings);
});

test("pages and components never reach a store", () => {
  const findings = code
    .filter((file) => /^(app|components)\//.test(file))
    .flatMap((file) => importsOf(file).map((specifier) => ({ file, specifier })))
    .filter(({ specifier }) => /(^|\/)store$/.test(specifier))
    .map(
      ({ file, specifier }) =>
        `${file} imports ${specifier}: a query from a page passes no guard. Call the verb, or the API.`,
    );
  expectNone(findings);
});

test("SQL and the database's client stand in store.ts files, lib/db and lib/changes", () => {
  const drivers = /^(pg|pg-[\w-]+|@prisma\/[\w-]+)$|(^|\/)db\/generated\//;
  const findings = code
    .filter((file) => base(file) !== "store.ts" && !sqlAlsoIn.some(({ place }) => place.test(file)))
    .flatMap((file) => {
      const driver = importsOf(file).find((specifier) => drivers.test(specifier));
      const sql = sqlIn(file);
      const found = driver ? `imports ${driver}` : sql && `writes SQL on line ${sql.line} ("${sql.text}…")`;
      return found
        ? [`${file} ${found}. A query outside a store escapes the account's scope; move it to the room's store.ts.`]
        : [];
    });
  expectNone(findings);
});

test("the environment is read in one place", () => {
  const findings = code
    .filter((file) => !environmentReaders.test(file) && readsEnvironment(file))
    .filter((file) => !file.startsWith("e2e/house"))
    .map((file) => `${file} reads process.env. Add a row to settings in lib/db/env.ts and read env() instead.`);
  expectNone(findings);
});

test("names say what a thing is", () => {
  const vague = /^(utils?|helpers?|common|misc|shared|types|index|manager)$/i;
  const named =
    /^(\.?[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9-]+)*|\[{1,2}(\.\.\.)?[a-zA-Z]+\]{1,2}|\([a-z-]+\)|\d{10,}_[a-z0-9_]+|migration_lock\.toml)$/;
  const findings = all.flatMap((file) => {
    const parts = file.split("/");
    const attic = parts.find((part) => vague.test(part.replace(/\..*$/, "")));
    const odd = parts.find((part) => !named.test(part) && !/^[A-Z_]+(\.md)?$/.test(part));
    const words = isCode(file) ? declaredIn(file).filter((name) => /\w(Manager|Helpers?|Utils?)$/.test(name)) : [];
    return [
      ...(attic ? [`${file}: "${attic}" says nothing and becomes an attic. Name it after what it does.`] : []),
      ...(odd ? [`${file}: "${odd}" is not kebab-case, as every other file is.`] : []),
      ...words.map((name) => `${file} declares ${name}. Say what it does: the verb, or the noun it stands for.`),
    ];
  });
  expectNone(findings);
});

test("the addresses under app are exactly those of the operations table", () => {
  const promised = operationIds
    .map(operationOf)
    .flatMap(({ method, path: at, also = [] }) => [at, ...also].map((address) => `${method} ${address}`));
  const served = code
    .filter((file) => /^app\/(.+\/)?route\.ts$/.test(file) && !file.includes("[...nextauth]"))
    .flatMap((file) => methodsOf(file).map((method) => `${method} ${addressOf(file)}`));
  expectNone([
    ...promised
      .filter((operation) => !served.includes(operation))
      .map((operation) => `${operation} is in the operations table but no route.ts serves it. Add one line under app.`),
    ...served
      .filter((operation) => !promised.includes(operation) && operation !== "GET /openapi.json")
      .map((operation) => `${operation} is served under app but not promised. Add its row to the operations table.`),
  ]);
});

test("the README's tree names only what is there, and its settings are those of the code", () => {
  expect(hasReadme(), "README.md is missing: a reader starts there.").toBe(true);
  expect(treePaths(), "README.md has no fenced tree with app/ and lib/.").not.toEqual([]);
  const wanted = Object.entries(settings).map(([name, { fallback }]) => ({ name, fallback: shownDefault(fallback) }));
  expectNone(
    treePaths()
      .filter((named) => !existsSync(path.join(root, named)))
      .map((named) => `README.md's tree names ${named}, which does not exist. Mend the tree.`),
  );
  const same = JSON.stringify(settingRows()) === JSON.stringify(wanted);
  expectNone(same ? [] : [`README.md's settings differ from lib/db/env.ts. Paste this table:\n\n${tableOf(settings)}`]);
});

const addressOf = (file: string) =>
  file
    .replace(/^app/, "")
    .replace(/\/route\.ts$/, "")
    .replace(/\/\([^)]+\)/g, "")
    .replace(/\[(?:\.\.\.)?([^\]]+)\]/g, "{$1}") || "/";
