import type { IncomingMessage } from "node:http";
import { expect, test } from "vitest";
import { addressReader, readRanges } from "./peer";

const from = (remoteAddress: string, forwarded?: string) =>
  ({ socket: { remoteAddress }, headers: { "x-forwarded-for": forwarded } }) as unknown as IncomingMessage;

const behind = addressReader("10.0.0.0/8, 2001:db8::1");

test.each([
  ["nobody trusted, so the header is only talk", addressReader(""), from("10.0.0.1", "9.9.9.9"), "10.0.0.1"],
  ["a stranger's header is only talk", behind, from("8.8.8.8", "9.9.9.9"), "8.8.8.8"],
  ["a trusted proxy is believed", behind, from("10.0.0.1", "9.9.9.9"), "9.9.9.9"],
  ["the first untrusted from the right counts", behind, from("10.0.0.1", "1.1.1.1, 9.9.9.9, 10.0.0.2"), "9.9.9.9"],
  ["a trusted proxy that forwards for nobody is itself", behind, from("10.0.0.1"), "10.0.0.1"],
  ["only proxies: the farthest one", behind, from("10.0.0.1", "10.0.0.3, 10.0.0.2"), "10.0.0.3"],
  ["what is no address ends the belief", behind, from("10.0.0.1", "1.1.1.1, unknown, 10.0.0.2"), "10.0.0.2"],
  ["ports and brackets are taken off", behind, from("2001:db8::1", "[2001:db8::9]:443"), "2001:db8::9"],
  ["a port of IPv4 too", behind, from("10.0.0.1", "9.9.9.9:1234"), "9.9.9.9"],
  ["IPv4 on an IPv6 socket is IPv4", behind, from("::ffff:10.0.0.1", "::ffff:9.9.9.9"), "9.9.9.9"],
])("%s", (_why, read, request, address) => {
  expect(read(request)).toBe(address);
});

test.each(["10.0.0.0/99", "proxy.example.com", "10.0.0"])("%s is refused as a trusted proxy", (text) => {
  expect(() => readRanges(`10.0.0.1, ${text}`)).toThrow(`"${text}" is neither`);
});
