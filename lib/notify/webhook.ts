import { createHmac } from "node:crypto";
import { lookup as resolve } from "node:dns";
import { request as plainRequest } from "node:http";
import { request as sealedRequest } from "node:https";
import type { LookupFunction } from "node:net";
import ipaddr from "ipaddr.js";

const WAIT_MS = 10_000;

/** What is posted: id stays the same however often it is tried, so that a receiver takes it once. */
export type Webhook = { url: string; secret: string; id: string; body: string };

/** What came of it: the receiver's status, or why there is none. */
export type Posted = { ok: true; status: number } | { ok: false; message: string };

/** The headers of Standard Webhooks: an id, the time in seconds, and HMAC-SHA256 over id, time and body. */
export function webhookHeaders({ secret, id, body }: Webhook, seconds: number): Record<string, string> {
  const key = Buffer.from(secret.replace(/^whsec_/, ""), "base64");
  const signature = createHmac("sha256", key).update(`${id}.${seconds}.${body}`).digest("base64");
  return {
    "content-type": "application/json",
    "webhook-id": id,
    "webhook-timestamp": String(seconds),
    "webhook-signature": `v1,${signature}`,
  };
}

/**
 * Posts a signed webhook once: 2xx is taken, everything else is not; redirects are not followed. Addresses of the link
 * alone, where clouds keep their secrets, are refused. Throws nothing.
 */
export async function postWebhook(webhook: Webhook): Promise<Posted> {
  const url = new URL(webhook.url);
  const host = url.hostname.replace(/^\[|\]$/g, "");
  if (ipaddr.isValid(host) && isLocalToLink(host)) return refusal(host);
  const headers = webhookHeaders(webhook, Math.floor(Date.now() / 1_000));
  const bytes = Buffer.from(webhook.body);
  const send = url.protocol === "https:" ? sealedRequest : plainRequest;
  return new Promise((settle) => {
    const options = { method: "POST", headers: { ...headers, "content-length": bytes.length }, lookup: safeLookup };
    const outgoing = send(url, { ...options, signal: AbortSignal.timeout(WAIT_MS) }, (incoming) => {
      incoming.resume();
      const { statusCode: status = 0 } = incoming;
      const taken = status >= 200 && status < 300;
      settle(taken ? { ok: true, status } : { ok: false, message: `The receiver answered ${status}` });
    });
    outgoing.once("error", (error) => {
      const late = error.name === "AbortError" || error.name === "TimeoutError";
      settle({ ok: false, message: late ? `No answer within ${WAIT_MS / 1_000} s` : error.message });
    });
    outgoing.end(bytes);
  });
}

const refusal = (address: string): Posted => ({
  ok: false,
  message: `${address} is no address that webhooks are sent to`,
});

function isLocalToLink(address: string): boolean {
  const range = ipaddr.process(address).range();
  return range === "linkLocal" || range === "unspecified" || range === "multicast" || range === "broadcast";
}

/** Judges the address that is really connected to, so that a name cannot lead elsewhere after it was looked at. */
const safeLookup: LookupFunction = (hostname, options, callback) => {
  resolve(hostname, { ...options, all: true }, (error, found) => {
    const [first] = found ?? [];
    const wrong = found?.find(({ address }) => isLocalToLink(address));
    if (error || !first) return callback(error ?? new Error(`${hostname} has no address`), "");
    if (wrong) return callback(new Error(`${hostname} leads to ${wrong.address}, where webhooks are not sent to`), "");
    if (options.all) callback(null, found);
    else callback(null, first.address, first.family);
  });
};
