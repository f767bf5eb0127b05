import type { IncomingMessage } from "node:http";
import ipaddr from "ipaddr.js";
import { contains, parseRange } from "@/lib/accounts/authenticate";

/** Says which address a request comes from. X-Forwarded-For counts only as far as trusted proxies vouch for it. */
export function addressReader(trustedProxies: string): (request: IncomingMessage) => string {
  const trusted = readRanges(trustedProxies);
  return (request) => {
    const direct = plain(request.socket.remoteAddress ?? "");
    if (!isIn(trusted, direct)) return direct;
    const said = [request.headers["x-forwarded-for"] ?? ""].flat().join(",");
    return firstUntrusted(said, direct, trusted);
  };
}

/** Addresses and CIDR ranges, separated by commas. Throws a sentence that names the one it cannot read. */
export function readRanges(text: string): string[] {
  const ranges = text.split(",").flatMap((word) => word.trim() || []);
  for (const range of ranges) {
    try {
      if (!/^(\d+\.\d+\.\d+\.\d+|[^/]*:[^/]*)(\/\d+)?$/.test(range)) throw new Error("neither form");
      parseRange(range);
    } catch (error) {
      throw new Error(
        `ATTESTRY_TRUSTED_PROXIES takes addresses or CIDR ranges, separated by commas; "${range}" is neither.`,
        { cause: error },
      );
    }
  }
  return ranges;
}

/** Each proxy adds the address it saw on the right, so the list is believed from the right up to the first stranger. */
function firstUntrusted(said: string, direct: string, trusted: string[]): string {
  let believed = direct;
  for (const word of said.split(",").reverse()) {
    const address = plain(withoutPort(word.trim()));
    if (!ipaddr.isValid(address)) return believed;
    believed = address;
    if (!isIn(trusted, address)) return believed;
  }
  return believed;
}

const isIn = (ranges: string[], address: string) => ranges.some((range) => contains(range, address));

const withoutPort = (word: string) =>
  /^\[(.+)\](?::\d+)?$/.exec(word)?.[1] ?? word.replace(/^(\d+\.\d+\.\d+\.\d+):\d+$/, "$1");

/** An IPv4 address that arrives on an IPv6 socket is the IPv4 address. */
const plain = (address: string) =>
  address.startsWith("::ffff:") && address.includes(".") ? address.slice(7) : address;
