import type { IncomingMessage } from "node:http";
import ipaddr from "ipaddr.js";

type Range = [ipaddr.IPv4 | ipaddr.IPv6, number];

/** Says which address a request comes from. X-Forwarded-For counts only as far as trusted proxies vouch for it. */
export function addressReader(trustedProxies: string): (request: IncomingMessage) => string {
  const trusted = readRanges(trustedProxies);
  return (request) => {
    const direct = plain(request.socket.remoteAddress ?? "");
    if (trusted.length === 0 || !isIn(trusted, direct)) return direct;
    const said = [request.headers["x-forwarded-for"] ?? ""].flat().join(",");
    return firstUntrusted(said, direct, trusted);
  };
}

/** Addresses and CIDR ranges, separated by commas. Throws a sentence that names the one it cannot read. */
export function readRanges(text: string): Range[] {
  const words = text.split(",").map((word) => word.trim());
  return words.filter(Boolean).map((word) => {
    try {
      if (word.includes("/")) return ipaddr.parseCIDR(word);
      const address = ipaddr.process(word);
      return [address, address.kind() === "ipv4" ? 32 : 128];
    } catch (error) {
      throw new Error(
        `ATTESTRY_TRUSTED_PROXIES takes addresses or CIDR ranges, separated by commas; "${word}" is neither.`,
        { cause: error },
      );
    }
  });
}

/** Each proxy adds the address it saw on the right, so the list is believed from the right up to the first stranger. */
function firstUntrusted(said: string, direct: string, trusted: Range[]): string {
  let believed = direct;
  for (const word of said.split(",").reverse()) {
    const address = plain(withoutPort(word.trim()));
    if (!ipaddr.isValid(address)) return believed;
    believed = address;
    if (!isIn(trusted, address)) return believed;
  }
  return believed;
}

function isIn(ranges: Range[], text: string): boolean {
  if (!ipaddr.isValid(text)) return false;
  const address = ipaddr.process(text);
  return ranges.some((range) => range[0].kind() === address.kind() && address.match(range));
}

const withoutPort = (word: string) =>
  /^\[(.+)\](?::\d+)?$/.exec(word)?.[1] ?? word.replace(/^(\d+\.\d+\.\d+\.\d+):\d+$/, "$1");

/** An IPv4 address that arrives on an IPv6 socket is the IPv4 address. */
const plain = (address: string) =>
  address.startsWith("::ffff:") && address.includes(".") ? address.slice(7) : address;
