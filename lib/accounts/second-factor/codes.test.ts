import { TOTP } from "otpauth";
import { describe, expect, it } from "vitest";
import { hashOfRecoveryCode, makeRecoveryCodes, makeSecret, stepOf } from "./codes";

describe("codes of an authenticator app", () => {
  const { secret, uri } = makeSecret("ada@example.com");
  const now = 1_795_500_015_000;
  const at = (seconds: number) =>
    new TOTP({ secret, algorithm: "SHA1", digits: 6, period: 30 }).generate({
      timestamp: now + seconds * 1000,
    });

  it("are known one step before and after, and by their own step", () => {
    const present = Math.floor(now / 30_000);
    expect([-30, 0, 30].map((seconds) => stepOf(secret, at(seconds), now))).toEqual([
      present - 1,
      present,
      present + 1,
    ]);
    expect([-90, 90].map((seconds) => stepOf(secret, at(seconds), now))).toEqual([undefined, undefined]);
  });

  it("are nothing else than six digits", () => {
    for (const code of ["", "12345", "1234567", "abcdef"]) expect(stepOf(secret, code, now)).toBeUndefined();
  });

  it("come from an address that apps read", () => {
    expect(uri).toContain(`secret=${secret}`);
    expect(uri).toMatch(/^otpauth:\/\/totp\/Attestry:ada%40example\.com\?issuer=Attestry&/);
  });
});

describe("recovery codes", () => {
  it("are ten, different, and easily read", () => {
    const codes = makeRecoveryCodes();
    expect(new Set(codes).size).toBe(10);
    for (const code of codes) expect(code).toMatch(/^[a-z2-9]{4}-[a-z2-9]{4}-[a-z2-9]{4}$/);
  });

  it("are the same however they are typed", () => {
    expect(hashOfRecoveryCode(" ABCD efgh-JK23 ").equals(hashOfRecoveryCode("abcd-efgh-jk23"))).toBe(true);
    expect(hashOfRecoveryCode("abcd-efgh-jk24").equals(hashOfRecoveryCode("abcd-efgh-jk23"))).toBe(false);
  });
});
