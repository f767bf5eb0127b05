import { anotherServer, ask, type AnotherServer, type Heard, type Sent } from "../fixtures/another-server";
import { newConnection, resource, type Account, type Place } from "../fixtures/api";
import { expect, test } from "../fixtures/heart";
import { run } from "../fixtures/run";

/** Next by itself on the same build and database: the route handlers, without our server in front of them. */
let next: AnotherServer;
test.beforeAll(async () => {
  const command = ["node_modules/next/dist/bin/next", "start", "--port", "{port}", "--hostname", "127.0.0.1"];
  next = await anotherServer({ NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" }, command);
});
test.afterAll(() => next?.stop());

type Question = { method: string; path: string; sent?: Sent; anonymous?: boolean };

const ids = [
  "a/b",
  "100%",
  "is it?",
  "#1",
  "1+1",
  "two words",
  "emoji 🦊",
  "@scope/name",
  "ümlaut",
  "7",
  "%2e%2e",
  "...",
  "a\\b",
];
const ndjson = { "content-type": "application/x-ndjson" };

/** Requests of all kinds. Each door is asked about a resource of its own, so that both begin alike. */
function questions(place: Place): Question[] {
  const [v1, v2, own] = [resource(place, "v1"), resource(place, "v2"), resource(place, "api")];
  const push = (path: string, data: unknown, sent: Sent = {}): Question => ({
    method: "POST",
    path,
    sent: { body: { data }, ...sent },
  });
  const named = ids.flatMap((id): Question[] => {
    const at = encodeURIComponent(id);
    return [
      push(`${v1}/records`, { id, n: 1 }),
      { method: "GET", path: `${own}/records/${at}` },
      { method: "PUT", path: `${v1}/records/${at}`, sent: { body: { data: { n: 2 } } } },
      { method: "GET", path: `${own}/records/${at}/history` },
      { method: "DELETE", path: `${v2}/records/${at}` },
      { method: "GET", path: `${own}/records/${at}` },
    ];
  });
  return [
    ...named,
    push(`${v1}/records`, [{ id: "b1" }, { id: "b2", n: "x" }, 7]),
    push(`${v2}/records?dryRun=true`, [{ id: "b1" }, { id: "b3" }]),
    push(`${own}/records`, { id: "min" }, { headers: { prefer: "return=minimal" } }),
    push(`${own}/records`, { id: "key" }, { headers: { "idempotency-key": `doors-${place.resourceId}` } }),
    push(`${own}/records`, { id: "key" }, { headers: { "idempotency-key": `doors-${place.resourceId}` } }),
    { method: "POST", path: `${own}/records`, sent: { raw: '{"id":"n1"}\n{"id":"n2"}\n', headers: ndjson } },
    { method: "GET", path: `${v2}/records?size=2&includeTotalCount=true&unknown=1` },
    { method: "GET", path: `${own}/records?filter=${encodeURIComponent('{"pointer":"/n","op":"eq","value":"x"}')}` },
    { method: "GET", path: `${own}/export` },
    { method: "HEAD", path: `${own}/records/b1` },
    { method: "GET", path: own },
    { method: "GET", path: `${own}/schema` },
    { method: "PUT", path: `${own}/records/b1`, sent: { body: { data: { n: 3 } }, headers: { "if-match": '"1"' } } },
    { method: "PATCH", path: own, sent: { body: { description: "ü" } } },
    { method: "POST", path: `${own}/evidence`, sent: { body: { formats: [] } } },
    { method: "GET", path: "/openapi.json" },
    { method: "GET", path: `/public/v2/custom-connections/${place.connectionId}?expand%5B%5D=customResources` },
    { method: "GET", path: `/public/v2/custom-connections/${place.connectionId}?expand[]=customResources` },
    // What is refused
    { method: "POST", path: `${v1}/records`, sent: { raw: "{" } },
    { method: "POST", path: `${v1}/records`, sent: { raw: "" } },
    { method: "POST", path: `${v1}/records`, sent: { raw: Buffer.from([0x7b, 0xff, 0x7d]) } },
    { method: "POST", path: `${v1}/records`, sent: { raw: "{}", headers: { "content-type": "text/plain" } } },
    { method: "POST", path: `${v1}/records`, sent: { raw: "{}", headers: { "content-encoding": "br" } } },
    { method: "POST", path: `${v1}/records`, sent: { body: { data: {} } }, anonymous: true },
    { method: "GET", path: own, anonymous: true },
    { method: "GET", path: `${v2}/records?size=501` },
    { method: "GET", path: `${own}/records?unknown=1` },
    { method: "GET", path: `${own}/records?asOf=99999` },
    { method: "GET", path: "/api/connections/900000001" },
    { method: "GET", path: "/api/connections/abc" },
    { method: "GET", path: "/api/connections/0" },
    { method: "DELETE", path: `${v1}/records/none` },
    { method: "GET", path: `${own}/records/${"x".repeat(300)}` },
    { method: "GET", path: `${own}/records/%00` },
  ];
}

/**
 * Where Next answers before our code is asked, and so without its words: the status here, and that of Next alone. The
 * server that `npm start` runs always answers as the contract says; what Next says instead is written down, and harmless.
 */
const beforeNext: [string, string, number, number][] = [
  ["PATCH", "{v1}/records", 405, 405],
  ["DELETE", "/api/me", 405, 405],
  ["PUT", "/api/health", 405, 405],
  ["OPTIONS", "{v1}/records", 405, 204],
  ["GET", "/api/nothing", 404, 404],
  ["GET", "/public/nothing/at/all", 404, 404],
  ["GET", "{own}/records/%zz", 400, 500],
  ["GET", "{own}/records/..", 400, 404],
  ["GET", "{own}/records/%2e%2e", 400, 404],
  ["DELETE", "{own}/records/..", 400, 404],
  ["DELETE", "{own}/records/%2e%2e", 400, 404],
  ["DELETE", "{own}/records/%2E.", 400, 404],
  ["DELETE", "{own}/records/.", 400, 405],
  ["DELETE", "{own}/records/", 404, 405],
  ["DELETE", "{own}/", 404, 404],
  ["DELETE", "{own}//", 404, 308],
  ["GET", "/api/me/", 404, 404],
];

const told = ["content-type", "cache-control", "etag", "location", "allow", "x-dry-run", "idempotent-replayed"];
const alsoTold = ["content-disposition", "x-content-type-options", "ratelimit-limit", "ratelimit-policy"];

/** An answer without what differs between any two requests: ids of things made, times, the port. */
function essence({ status, headers, text }: Heard, url: string) {
  const plain = text
    .replace(new RegExp(`http://(localhost|127\\.0\\.0\\.1):${new URL(url).port}`, "g"), "URL")
    .replace(/"Connection \w{8}"/g, '"NAME"')
    .replace(/"(requestId|\w+At|at|hash|\w*[sS]ha256|cursor)":"[^"]*"/g, '"$1":"…"')
    .replace(/"fileName":"[^"]*"/g, '"fileName":"…"')
    .replace(/"(id|connectionId|resourceId|customResourceId|revision|bodyBytes|byteCount|bytes|jobId)":\d+/g, '"$1":0')
    .replace(/\/(evidence|connections|custom-connections|resources)\/\d+/g, "/$1/N");
  const kept = [...told, ...alsoTold].map((name): [string, string] => [
    name,
    String(headers[name] ?? "").replace(/\/\d+/g, "/N"),
  ]);
  const marked = /^[0-9a-f-]{36}$/.test(String(headers["x-request-id"]));
  return {
    status,
    body: plain,
    headers: Object.fromEntries([...kept, ["marked", String(marked)]]) as Record<string, string>,
  };
}

async function answersAt(url: string, account: Account, place: Place, asked: readonly Question[]) {
  const answers = [];
  for (const { method, path, sent, anonymous } of asked) {
    const heard = await ask(url, method, path, { ...(!anonymous && { key: account.apiKey }), ...sent });
    const question = `${method} ${path}${anonymous ? " without a key" : ""}`.replaceAll(
      String(place.connectionId),
      "N",
    );
    answers.push({ question: question.replaceAll(String(place.resourceId), "N"), ...essence(heard, url) });
  }
  return answers;
}

type Answer = Awaited<ReturnType<typeof answersAt>>[number];

/** Asks both doors the same and says, in a line per question, where the answers differ. */
async function differences(account: Account, asked: (place: Place) => Question[]) {
  const schema = { type: "object", properties: { n: { type: ["number", "string"] } } };
  const [first, second] = [await newConnection(account, { schema }), await newConnection(account, { schema })];
  const ours = await answersAt(run.url, account, first, asked(first));
  const theirs = await answersAt(next.url, account, second, asked(second));
  const different = ours.flatMap((answer, at) => {
    const other = theirs[at];
    const parts = other ? partsOf(answer).filter(([name, value]) => value !== new Map(partsOf(other)).get(name)) : [];
    const said = parts.map(
      ([name, value]) => `${name} ${cut(value)} / ${cut(other && new Map(partsOf(other)).get(name))}`,
    );
    return said.length ? [`${answer.question}: ${said.join("; ")}`] : [];
  });
  return { ours, different };
}

const partsOf = ({ status, body, headers }: Answer) => Object.entries({ status: String(status), body, ...headers });
const cut = (text: string | undefined) => String(text).slice(0, 200);

test("the server's door and Next's route handlers answer alike, encoded ids and refusals included", async ({
  busy,
}) => {
  const { ours, different } = await differences(busy, questions);
  expect(different).toEqual([]);
  const statuses = new Set(ours.map(({ status }) => status));
  expect([200, 201, 204, 400, 401, 404, 412, 415].filter((status) => !statuses.has(status))).toEqual([]);
  expect(ours.length).toBeGreaterThan(100);
});

test("an address with dots, doubled or trailing slashes reaches no other operation, at either door", async ({
  busy,
}) => {
  for (const [door, url] of [
    ["server", run.url],
    ["next", next.url],
  ] as const) {
    const place = await newConnection(busy);
    await busy.call("POST", `${resource(place, "api")}/records`, { body: { data: { id: "stays" } } });
    const answered = [];
    for (const [method, path, atServer, atNext] of beforeNext) {
      const [v1, own] = [resource(place, "v1"), resource(place, "api")];
      const target = path.replace("{v1}", v1).replace("{own}", own);
      const { status, headers } = await ask(url, method, target, { key: busy.apiKey });
      const expected = door === "server" ? atServer : atNext;
      if (status !== expected)
        answered.push(`${door}: ${method} ${path} ${status}, not ${expected} ${headers.location ?? ""}`);
    }
    expect(answered).toEqual([]);
    const kept = await busy.call("GET", `${resource(place, "api")}/records/stays`);
    expect([door, kept.status]).toEqual([door, 200]);
  }
});
