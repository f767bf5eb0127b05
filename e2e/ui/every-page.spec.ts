import { expect, type Page } from "@playwright/test";
import { newConnection, records, resource, test, type Account, type Place } from "../fixtures/api";
import { signedIn } from "../fixtures/person";
import { sessionsOf, uploaded } from "../fixtures/sessions";
import { watch } from "../fixtures/watch";
import { missedByReaders } from "../fixtures/axe";

const ugly = {
  long: "n".repeat(300),
  rtl: "مرحبا بالعالم، هذا نص طويل من اليمين إلى اليسار",
  emoji: "🧑‍🚀🏳️‍🌈 👩🏽‍💻",
  markup: '<img src=x onerror="document.title=1"><b>bold</b>',
};

type UglyPlace = Place & { sessionId: number; importId: number; evidenceId: number; link: string };

/** A resource whose names, keys and values are as bad as data get. */
async function uglyPlace(account: Account): Promise<UglyPlace> {
  const schema = {
    type: "object",
    title: ugly.markup,
    properties: {
      id: { type: "string" },
      [ugly.long]: { type: "string", title: ugly.rtl, description: ugly.markup },
      note: { type: "string", title: ugly.emoji },
      deep: {},
      many: { type: "array", items: { type: "object", properties: { name: { type: "string" } } } },
      exact: { type: "number" },
    },
  };
  const place = await newConnection(account, { schema, displayNameKey: "note" });
  const deep = Array.from({ length: 40 }).reduce<unknown>((inner) => ({ inner }), "bottom");
  const rows = [
    { id: ugly.long.slice(0, 255), [ugly.long]: ugly.long, note: ugly.rtl, deep },
    { id: "a/b?c#d %&+ é 🧨", note: ugly.markup, many: [{ name: ugly.emoji }, { name: "" }] },
    { id: "third", note: "", exact: 1 },
  ];
  const { status, text } = await account.call("POST", records(place, "api"), { body: { data: rows } });
  if (status !== 200) throw new Error(`The ugly records were refused: ${status} ${text}`);
  await uploaded(account, place, `nightly-${"n".repeat(56)}`, rows.slice(0, 2));
  const [open] = await sessionsOf(account, place);
  return {
    ...place,
    sessionId: open?.id ?? 0,
    importId: await uglyImport(account, place),
    ...(await uglyEvidence(account, place)),
  };
}

/** Evidence whose words are of the same kind, a link to it and a schedule of more. */
async function uglyEvidence(account: Account, place: Place) {
  const address = `${resource(place, "api")}/evidence`;
  const request = { title: `${ugly.markup} ${ugly.rtl}`, note: ugly.long, tags: [ugly.emoji, ugly.long.slice(0, 90)] };
  const body = { ...request, redact: ["/note"], formats: ["csv"], sample: { size: 2 } };
  const made = await account.call<{ id: number }>("POST", address, { body });
  if (made.status !== 201) throw new Error(`The ugly evidence was refused: ${made.status} ${made.text}`);
  await account.call("PUT", `/api/evidence/${made.body.id}/hold`, { body: { on: true, reason: ugly.rtl } });
  const label = { body: { label: ugly.markup } };
  const link = await account.call<{ url: string }>("POST", `/api/evidence/${made.body.id}/links`, label);
  await account.call("POST", `${address}-schedules`, { body: { every: "week", weekday: 1, hour: 6, request } });
  return { evidenceId: made.body.id, link: new URL(link.body.url).pathname };
}

/** A file of the same kind, planned: a row that changes a record, one that is new, and one that cannot be taken. */
async function uglyImport(account: Account, place: Place): Promise<number> {
  const imports = `${resource(place, "api")}/imports`;
  const raw = [
    ["id", ugly.long, ugly.rtl, "note", ugly.markup],
    ["third", ugly.long, ugly.emoji, ugly.rtl, ugly.markup],
    ["fourth", ugly.rtl, ugly.markup, ugly.emoji, ugly.long],
    ["", ugly.long, ugly.rtl, ugly.emoji, ugly.markup],
  ]
    .map((cells) => cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(","))
    .join("\n");
  const query = new URLSearchParams({ fileName: `${ugly.markup} ${ugly.rtl}.csv` }).toString();
  const begun = await account.call<{ id: number }>("POST", `${imports}?${query}`, {
    raw,
    headers: { "content-type": "text/csv" },
  });
  if (begun.status !== 201) throw new Error(`The ugly file was refused: ${begun.status} ${begun.text}`);
  const address = `${imports}/${begun.body.id}`;
  await account.call("POST", `${address}/plan`);
  const status = async () => (await account.call<{ status: string }>("GET", address)).body.status;
  await expect.poll(status, { timeout: 30_000 }).toBe("planned");
  return begun.body.id;
}

const pagesOf = (account: Account, place: UglyPlace) => {
  const { connectionId, resourceId, sessionId, importId, evidenceId, link } = place;
  const home = `/a/${account.accountId}`;
  const connection = `${home}/connections/${connectionId}`;
  const resource = `${connection}/resources/${resourceId}`;
  return {
    home,
    connections: `${home}/connections`,
    "a new connection": `${home}/connections/new`,
    connection,
    records: `${resource}/records`,
    "a record": `${resource}/records/third`,
    "a record with a hostile id": `${resource}/records/${encodeURIComponent("a/b?c#d %&+ é 🧨")}`,
    "a new record": `${resource}/records/record/new`,
    schema: `${resource}/schema`,
    imports: `${resource}/imports`,
    "an import's file": `${resource}/imports/${importId}?step=file`,
    "an import's columns": `${resource}/imports/${importId}?step=match`,
    "an import's rejected rows": `${resource}/imports/${importId}?kind=reject&rows=all`,
    "an import's changes": `${resource}/imports/${importId}?kind=update`,
    pushes: `${resource}/pushes`,
    sessions: `${resource}/sessions`,
    "a session": `${resource}/sessions/${sessionId}`,
    changes: `${resource}/changes`,
    "a change": `${resource}/changes/2`,
    "records as of a revision": `${resource}/records?asOf=2`,
    compare: `${resource}/compare?from=1`,
    "a record's life": `${resource}/life/${encodeURIComponent("a/b?c#d %&+ é 🧨")}`,
    trash: `${resource}/trash`,
    "a resource's evidence": `${resource}/evidence`,
    "the form of evidence": `${resource}/evidence/new`,
    "the form of a schedule": `${resource}/evidence/new?when=week`,
    "an evidence": `${home}/evidence/${evidenceId}`,
    "an auditor's link": link,
    connect: `${resource}/connect`,
    "a resource's settings": `${resource}/settings`,
    evidence: `${home}/evidence`,
    audit: `${home}/audit`,
    people: `${home}/people`,
    keys: `${home}/keys`,
    "a key": `${home}/keys/${account.keyId}`,
    jobs: `${home}/jobs`,
    settings: `${home}/settings`,
    profile: `${home}/profile`,
    docs: "/docs",
  };
};

/** Opens a page and waits until it shows what it has, and nothing is loading any more. */
async function open(page: Page, address: string): Promise<void> {
  await page.goto(address);
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await expect(page.locator('[aria-busy="true"]')).toHaveCount(0);
}

let place: UglyPlace;

test.beforeAll(async ({ account }) => {
  place = await uglyPlace(account);
});

for (const [name, of] of Object.entries(
  pagesOf({ accountId: 0, keyId: 0 } as Account, {
    ...{ connectionId: 0, resourceId: 0, sessionId: 0, importId: 0 },
    ...{ evidenceId: 0, link: "/auditor" },
  }),
)) {
  test(`${name}: everybody can read every word in both themes, and nothing leaves this server`, async ({
    page,
    account,
  }) => {
    expect(of).toBeTruthy();
    // A hundred operations on one page are a lot to judge, twice.
    if (name === "docs") test.setTimeout(240_000);
    await signedIn(page, { accountId: account.accountId, role: "admin" });
    const address = Object.entries(pagesOf(account, place)).find(([other]) => other === name)?.[1] ?? "";
    const seen = watch(page);
    await open(page, address);
    expect(await missedByReaders(page)).toEqual([]);
    // 768 px: a tablet beside the navigation. 320 px: 1280 px at 400 %.
    for (const width of [768, 320]) {
      await page.setViewportSize({ width, height: 700 });
      const taken = await page.evaluate(() => document.documentElement.scrollWidth);
      expect(taken, `no page scrolls sideways at ${width} px`).toBeLessThanOrEqual(width);
    }
    expect(await page.title()).not.toBe("1");
    expect(seen).toEqual({ complaints: [], foreign: [] });
  });

  test(`${name}: an auditor reads it or is told who could, and meets no broken page`, async ({ page, account }) => {
    await signedIn(page, { accountId: account.accountId, role: "auditor" });
    const seen = watch(page, /403 \(Forbidden\)/);
    const address = Object.entries(pagesOf(account, place)).find(([other]) => other === name)?.[1] ?? "";
    await open(page, address);
    await expect(page.getByText("This page could not be shown")).toHaveCount(0);
    expect(seen).toEqual({ complaints: [], foreign: [] });
  });
}
