import { describe, expect, it } from "vitest";
import { pageHeaders } from "./page-headers";

const policyOf = (dev: boolean) => pageHeaders("abc123", dev)["content-security-policy"] ?? "";

describe("the headers of a page", () => {
  it("allow no inline and no evaluated code in production", () => {
    expect(policyOf(false)).not.toMatch(/unsafe-/);
  });

  it("allow scripts and styles only with the nonce of this answer", () => {
    expect(policyOf(false)).toContain("script-src 'self' 'nonce-abc123' 'strict-dynamic'");
    expect(policyOf(false)).toContain("style-src 'self' 'nonce-abc123'");
  });

  it("name no other origin, and let nobody frame the page", () => {
    expect(policyOf(false)).not.toMatch(/https?:|\*/);
    expect(policyOf(false)).toContain("frame-ancestors 'none'");
  });

  it("are never stored and never sniffed", () => {
    expect(pageHeaders("abc123", false)).toMatchObject({
      "cache-control": "no-store",
      "x-content-type-options": "nosniff",
    });
  });

  it("tell nobody the address of an auditor's link", () => {
    expect(pageHeaders("abc123", false, "/auditor/1.abc")["referrer-policy"]).toBe("no-referrer");
    expect(pageHeaders("abc123", false, "/a/1/evidence")["referrer-policy"]).toBe("same-origin");
  });
});
