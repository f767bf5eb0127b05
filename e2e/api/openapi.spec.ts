import { operationIds, operationOf } from "@/lib/contract/operations";
import { refusalStatuses } from "@/lib/contract/openapi";
import { permissions } from "@/lib/contract/permissions";
import { documentation, misfit, responseOf } from "../fixtures/documented";
import { expect, test } from "../fixtures/api";

type Schema = { [keyword: string]: unknown };

const rows = operationIds.map((id) => ({ id, ...operationOf(id) }));

async function documented(row: (typeof rows)[number]) {
  const document = await documentation();
  const operation = document.paths[row.path]?.[row.method.toLowerCase()];
  if (!operation) throw new Error(`${row.method} ${row.path} is in the operations table but not in /openapi.json`);
  return { document, operation };
}

test("the document has every row of the table, and nothing else", async () => {
  const { paths } = await documentation();
  const told = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { operationId }]) => `${operationId} ${method.toUpperCase()} ${path}`),
  );
  expect(told.sort()).toEqual(rows.map(({ id, method, path }) => `${id} ${method} ${path}`).sort());
});

test("every operation documents its successes, and each refusal that its facts lead to, and no other", async () => {
  for (const row of rows) {
    const { operation } = await documented(row);
    const wanted = [...Object.keys(row.answers), ...refusalStatuses(row).map(String)].sort();
    expect(Object.keys(operation.responses).sort(), row.id).toEqual(wanted);
  }
});

test("the statuses that CONTRACT.md names for each operation are among the documented ones", async () => {
  const common = [401, 402, 403, 405, 412, 429, 500, 503];
  const promised: Record<string, number[]> = {
    "v1.records.upsert": [200, 201, 400, 404, 409, 413, 415, 422],
    "v1.evidence.generate": [201, 404, 409, 422],
    "v1.record.update": [200, 400, 404, 413, 415],
    "v1.record.delete": [200, 400, 404],
    "v2.connections.list": [200, 400],
    "v2.connections.create": [201, 400, 409, 413, 422],
    "v2.connection.delete": [204, 404],
    "v2.records.upsert": [200, 201, 400, 404, 413],
    "v2.record.update": [200, 400, 404, 413],
    "v2.record.delete": [204, 400, 404],
    "api.record.replace": [200, 400, 404, 412, 413, 415, 428],
    "api.schema.publish": [200, 400, 404, 412, 413],
  };
  for (const row of rows.filter(({ id }) => id in promised)) {
    const { operation } = await documented(row);
    const told = Object.keys(operation.responses).map(Number);
    expect(told, row.id).toEqual(expect.arrayContaining([...common, ...(promised[row.id] ?? [])]));
  }
});

test("every example fits the schema beside it: requests, answers and refusals", async () => {
  let examples = 0;
  for (const row of rows) {
    const { document, operation } = await documented(row);
    const places = [
      { name: "request", content: operation.requestBody?.content ?? {} },
      ...Object.entries(operation.responses).map(([status, response]) => {
        return { name: status, content: responseOf(document, response).content ?? {} };
      }),
    ];
    for (const { name, content } of places) {
      for (const [type, { schema, example }] of Object.entries(content)) {
        const place = `${row.id} ${name} ${type}`;
        expect(example, `${place} has an example`).toBeDefined();
        expect(misfit(document, `example of ${place}`, schema, example), place).toBeUndefined();
        examples += 1;
      }
    }
  }
  expect(examples).toBeGreaterThan(rows.length * 5);
});

test("an error's example says the status that it stands under", async () => {
  const { components } = await documentation();
  for (const [name, { content }] of Object.entries(components.responses)) {
    expect(content?.["application/json"]?.example, name).toMatchObject({
      statusCode: Number(name.slice("Error".length)),
    });
  }
});

test("answers are closed: an object either lists its members or says that they are the caller's", async () => {
  const open: string[] = [];
  const visit = (schema: unknown, place: string): void => {
    if (typeof schema !== "object" || schema === null) return;
    const { type, properties, additionalProperties } = schema as Schema;
    if (type === "object" && properties && additionalProperties !== false) open.push(place);
    if (type === "object" && !properties && additionalProperties === undefined) open.push(place);
    for (const [key, value] of Object.entries(schema)) if (key !== "example") visit(value, `${place}/${key}`);
  };
  const document = await documentation();
  for (const row of rows.filter(({ id }) => id !== "api.openapi")) {
    const { operation } = await documented(row);
    for (const status of Object.keys(row.answers)) visit(operation.responses[status]?.content, `${row.id} ${status}`);
  }
  visit(document.components.schemas, "components");
  expect(open).toEqual([]);
});

test("every operation says who may call it and takes what its row takes", async () => {
  for (const row of rows) {
    const { operation } = await documented(row);
    const { description, security } = operation as unknown as { description: string; security?: unknown[] };
    const ours = row.path.startsWith("/api/");
    // The vendor's faces take keys, as the document says for all; ours take a sign-in as well, a person's own only that.
    const wanted =
      row.permission !== null ? (ours ? [{ key: [] }, { signIn: [] }] : undefined) : row.person ? [{ signIn: [] }] : [];
    expect(security, row.id).toEqual(wanted);
    if (row.permission !== null) {
      expect(description, row.id).toContain(permissions[row.permission].label);
      expect(description, row.id).toContain(row.permission);
    }
    for (const also of row.also ?? []) expect(description, row.id).toContain(also);
    const named = operation.parameters.map(({ name, in: place }) => `${place} ${name}`);
    const inPath = [...row.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => `path ${name}`);
    expect(named, row.id).toEqual(
      expect.arrayContaining([...inPath, ...Object.keys(row.query ?? {}).map((name) => `query ${name}`)]),
    );
    // Answers about oneself show secrets once, so they are not kept.
    const kept = row.method === "POST" && row.permission !== null;
    expect(named.includes("header Idempotency-Key"), row.id).toBe(kept);
    expect(named.includes("header If-Match"), row.id).toBe(row.ifMatch !== undefined);
  }
});

test("the description tells the limits of this installation in figures", async () => {
  const { info } = (await documentation()) as unknown as { info: { description: string } };
  for (const figure of ["26214400", "10000", "1048576", "64 levels", "262144"])
    expect(info.description).toContain(figure);
});
