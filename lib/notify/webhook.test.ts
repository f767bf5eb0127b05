import { createHmac } from "node:crypto";
import { describe, expect, it } from "vitest";
import { postWebhook, webhookHeaders } from "./webhook";

const secret = `whsec_${Buffer.from("a key of some bytes").toString("base64")}`;
const webhook = { url: "http://127.0.0.1:9/", secret, id: "msg_1", body: '{"type":"feed.late"}' };

describe("a webhook", () => {
  it("is signed over its id, its time and its body, as Standard Webhooks has it", () => {
    const headers = webhookHeaders(webhook, 1_700_000_000);
    const expected = createHmac("sha256", "a key of some bytes").update(`msg_1.1700000000.${webhook.body}`);
    expect(headers).toMatchObject({ "webhook-id": "msg_1", "webhook-timestamp": "1700000000" });
    expect(headers["webhook-signature"]).toBe(`v1,${expected.digest("base64")}`);
  });

  it.each(["http://169.254.169.254/latest", "http://[fe80::1]/", "http://0.0.0.0/", "http://[::ffff:169.254.1.1]/"])(
    "is not sent to %s",
    async (url) => {
      expect(await postWebhook({ ...webhook, url })).toMatchObject({ ok: false });
    },
  );

  it("says when nobody answers", async () => {
    expect(await postWebhook(webhook)).toMatchObject({ ok: false });
  });
});
