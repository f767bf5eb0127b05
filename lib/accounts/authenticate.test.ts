import { describe, expect, it } from "vitest";
import { contains, isWithin, parseRange } from "./authenticate";

describe("allowed addresses of a key", () => {
  it.each([
    ["10.0.0.0/8", "10.1.2.3", true],
    ["10.0.0.0/8", "11.1.2.3", false],
    ["127.0.0.1", "127.0.0.1", true],
    ["127.0.0.1", "::ffff:127.0.0.1", true],
    ["2001:db8::/32", "2001:db8::1", true],
    ["2001:db8::/32", "2001:db9::1", false],
    ["::1", "::1", true],
    ["10.0.0.0/8", "::1", false],
    ["0.0.0.0/0", "not an address", false],
  ])("%s holds %s: %s", (range, address, expected) => {
    expect(contains(range, address)).toBe(expected);
  });

  it.each([
    ["10.1.0.0/16", "10.0.0.0/8", true],
    ["10.0.0.0/8", "10.1.0.0/16", false],
    ["10.1.2.3", "10.0.0.0/8", true],
    ["11.1.2.3", "10.0.0.0/8", false],
    ["::/0", "10.0.0.0/8", false],
  ])("%s lies within %s: %s", (range, outer, expected) => {
    expect(isWithin(range, outer)).toBe(expected);
  });

  it.each(["10.0.0", "10", "10.0.0.0/33", "localhost", "", "::/129"])("refuses %j as a range", (range) => {
    expect(() => parseRange(range)).toThrow();
  });
});
