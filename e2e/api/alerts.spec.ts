import { createHmac } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import { SMTPServer } from "smtp-server";
import { expect, freshAccount, newConnection, records, test } from "../fixtures/api";
import { sql } from "../fixtures/database";
import { anotherWorker } from "../fixtures/worker-process";

type Posted = { headers: Record<string, string | string[] | undefined>; body: string };

/** A receiver that refuses its first post, so that the second proves the trying again. */
async function receiver() {
  const posts: Posted[] = [];
  const server = createServer((incoming, outgoing) => {
    let body = "";
    incoming.on("data", (part: Buffer) => (body += part.toString()));
    incoming.on("end", () => {
      posts.push({ headers: incoming.headers, body });
      outgoing.writeHead(posts.length === 1 ? 503 : 204).end();
    });
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  const { port } = server.address() as AddressInfo;
  return { posts, url: `http://127.0.0.1:${port}/hook`, close: () => server.close() };
}

async function postOffice() {
  const mails: string[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS"],
    onData(stream, _session, taken) {
      let text = "";
      stream.on("data", (part: Buffer) => (text += part.toString()));
      stream.on("end", () => {
        mails.push(text);
        taken();
      });
    },
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  const { port } = server.server.address() as AddressInfo;
  return { mails, url: `smtp://127.0.0.1:${port}`, close: () => server.close(() => undefined) };
}

async function until(happened: () => boolean, what: string): Promise<void> {
  for (const last = Date.now() + 60_000; !happened(); await pause(100)) {
    if (Date.now() > last) throw new Error(`${what} did not happen within a minute`);
  }
}

const check = () => sql("select graphile_worker.add_job('check_feeds')");

test("a feed that is late is told once by mail and by signed webhook, and once more when it is back", async () => {
  test.setTimeout(240_000);
  const [hook, post] = [await receiver(), await postOffice()];
  const worker = await anotherWorker({ ATTESTRY_SMTP_URL: post.url });
  try {
    const account = await freshAccount();
    const place = await newConnection(account);
    const settings = { alertEmails: ["grc@example.com", "ops@example.com"], webhookUrl: hook.url };
    const { body } = await account.call<{ webhookSecret: string }>("PATCH", "/api/account", { body: settings });
    await account.call("PATCH", `/api/connections/${place.connectionId}/resources/${place.resourceId}`, {
      body: { lateAfterHours: 2 },
    });
    await account.call("POST", records(place, "api"), { body: { data: { id: "a" } } });
    await sql("update resource set last_push_at = now() - interval '3 hours' where id = $1", [place.resourceId]);
    await check();
    await until(() => hook.posts.length >= 2 && post.mails.length >= 1, "the alert");

    const [first, second] = hook.posts;
    expect(second?.headers["webhook-id"]).toBe(first?.headers["webhook-id"]);
    const { "webhook-id": id, "webhook-timestamp": time, "webhook-signature": signature } = second?.headers ?? {};
    const key = Buffer.from(body.webhookSecret.replace("whsec_", ""), "base64");
    const expected = createHmac("sha256", key).update(`${String(id)}.${String(time)}.${second?.body}`);
    expect(signature).toBe(`v1,${expected.digest("base64")}`);
    expect(JSON.parse(second?.body ?? "{}")).toMatchObject({
      type: "feed.late",
      data: { accountId: account.accountId, resourceId: place.resourceId, lateAfterHours: 2 },
    });
    expect(post.mails[0]).toContain("Subject: Late: ");
    expect(post.mails[0]).toContain("ops@example.com");

    await account.call("POST", records(place, "api"), { body: { data: { id: "a", n: 2 } } });
    await check();
    await until(() => hook.posts.length >= 3 && post.mails.length >= 2, "the news that it is back");
    expect(JSON.parse(hook.posts[2]?.body ?? "{}")).toMatchObject({ type: "feed.recovered" });
    expect(post.mails[1]).toContain("Subject: Back: ");
    // Late was told once, however often it was looked at.
    expect(hook.posts.filter(({ body: told }) => told.includes("feed.late"))).toHaveLength(2);
    const entries = await sql<{ action: string }>(
      "select action from audit_entry where account_id = $1 and action like 'feed.%' order by id",
      [account.accountId],
    );
    expect(entries.map(({ action }) => action)).toEqual(["feed.late", "feed.recovered"]);
  } finally {
    expect(await worker.stop()).toBe(0);
    hook.close();
    post.close();
  }
});
