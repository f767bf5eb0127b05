import { readFileSync } from "node:fs";
import path from "node:path";
import { errors } from "@/lib/contract/errors";
import { operationIds, operationOf, type OperationId } from "@/lib/contract/operations";
import { permissionsOf, roles, type Role } from "@/lib/contract/permissions";
import { call, expect, freshAccount, record, test as base, type Account } from "../fixtures/api";
import { requestOf, sceneFor } from "../fixtures/every-operation";
import { roleKey, type RoleKey } from "../fixtures/people";

const actors = ["admin", "manager", "contributor", "auditor", "guest", "none", "other"] as const;
type Actor = (typeof actors)[number];
type Row = { id: OperationId; expected: Record<Actor, number> };

const file = path.join(import.meta.dirname, "access-matrix.txt");
const lines = readFileSync(file, "utf8").split("\n");
const written = lines.filter((line) => line.trim() && !line.startsWith("#")).map((line) => line.trim().split(/\s+/));
const rows = written.map(([id = "", ...cells]): Row => {
  const numbers = actors.map((actor, at) => [actor, Number(cells[at])] as const);
  return { id: id as OperationId, expected: Object.fromEntries(numbers) as Row["expected"] };
});
const roleNames = Object.keys(roles) as Role[];

type Cast = Record<Role, RoleKey>;

/** One person of each role with a key of theirs, and a stranger with an account of their own. */
const test = base.extend<object, { cast: Cast; stranger: Account }>({
  cast: [
    async ({ account }, give) => {
      const made = await Promise.all(roleNames.map((role) => roleKey(account, role)));
      await give(Object.fromEntries(made.map((key) => [key.role, key])) as Cast);
    },
    { scope: "worker" },
  ],
  stranger: [async ({}, give) => give(await freshAccount()), { scope: "worker" }],
});

test("every operation has exactly one row, and every row an operation", () => {
  expect(written.filter((cells) => cells.length !== actors.length + 1)).toEqual([]);
  expect(rows.map(({ id }) => id)).toEqual([...new Set(rows.map(({ id }) => id))]);
  expect(rows.map(({ id }) => id).sort()).toEqual([...operationIds].sort());
});

test("the matrix and the permissions table say the same of every role", () => {
  const differences = rows.flatMap(({ id, expected }) => {
    const { permission, person, answers, path: address } = operationOf(id);
    const fits = (actor: Actor, succeeds: boolean, refusal: number) =>
      succeeds ? expected[actor] in answers : expected[actor] === refusal;
    // The first run is over once somebody is here; no key does for a person what is theirs alone.
    if (id === "api.first-run") return actors.filter((actor) => expected[actor] !== 404);
    const held = (role: Role) => !person && (permission === null || permissionsOf(role).has(permission));
    const isLink = address.includes("{token}");
    // A guest was given no connection here, so that each reads like nothing at all.
    const refusal = (role: Role) => (role === "guest" && address.includes("{connectionId}") ? 404 : 403);
    const cells: [Actor, boolean][] = [
      ...roleNames.map((role): [Actor, boolean] => [role, fits(role, held(role), refusal(role))]),
      ["none", fits("none", permission === null && !person, 401)],
      // An auditor's link lets in whoever has it.
      ["other", fits("other", !person && (!address.includes("{") || isLink), person ? 403 : 404)],
    ];
    return cells.filter(([, same]) => !same).map(([actor]) => `${id}: ${actor} ${expected[actor]}`);
  });
  expect(differences).toEqual([]);
});

for (const { id, expected } of rows) {
  test(`${id}: ${actors.map((actor) => `${actor} ${expected[actor]}`).join(", ")}`, async ({
    account,
    cast,
    stranger,
  }) => {
    const answered: Partial<Record<Actor, number>> = {};
    for (const actor of actors) {
      const insider = actor === "none" || actor === "other" || actor === "guest" ? undefined : cast[actor].apiKey;
      const scene = await sceneFor(id, account, insider);
      const { method, path: address, asked } = requestOf(id, scene);
      const key = actor === "none" ? undefined : actor === "other" ? stranger.apiKey : cast[actor].apiKey;
      const { status, body } = await call(method, address, { ...asked, key });
      answered[actor] = status;
      if (status === 403)
        expect(body.message).toBe(errors[operationOf(id).person ? "personOnly" : "forbidden"].message);
      if (status !== 404 || operationOf(id).permission === null) continue;
      const nowhere = requestOf(id, { ...scene, ...nothing });
      const missing = await call(nowhere.method, nowhere.path, { ...nowhere.asked, key });
      const toldApart = "another account's thing must read like nothing at all";
      expect(withoutRequestId(body), toldApart).toEqual(withoutRequestId(missing.body));
      expect(body.message).toBe("Not Found");
    }
    expect(answered).toEqual(expected);
  });
}

const nothing = {
  connectionId: 900_000_001,
  resourceId: 900_000_002,
  evidenceId: 900_000_003,
  fileName: "nothing",
  keyId: 900_000_004,
  kid: "0".repeat(64),
  personId: 900_000_005,
  viewId: 900_000_006,
  jobId: 900_000_007,
  invitationId: 900_000_008,
  sessionId: "nobody-knows-it",
  uploadSessionId: 900_000_009,
};
const withoutRequestId = ({ requestId, ...rest }: Record<string, unknown>) => ({ ...rest, known: typeof requestId });

test("what was deleted is shown to admin and auditor, and is gone for the others", async ({ account, cast }) => {
  const scene = await sceneFor("api.record.history", account);
  await account.call("DELETE", `/api/connections/${scene.connectionId}`);
  const history = `${record(scene, "api", scene.recordId)}/history`;
  const seen: Record<string, number[]> = {};
  for (const role of roleNames) {
    const list = await call("GET", "/api/connections?deleted=true", { key: cast[role].apiKey });
    const versions = await call("GET", history, { key: cast[role].apiKey });
    const live = await call("GET", record(scene, "api", scene.recordId), { key: cast[role].apiKey });
    seen[role] = [list.status, versions.status, live.status];
  }
  const shown = [200, 200, 404];
  const hidden = [403, 404, 404];
  expect(seen).toEqual({ admin: shown, manager: hidden, contributor: hidden, auditor: shown, guest: hidden });
});
