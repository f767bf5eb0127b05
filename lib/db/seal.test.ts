import { describe, expect, it } from "vitest";
import { deriveKey, keyedHash, seal, unseal } from "./seal";

describe("what is sealed under ATTESTRY_SECRET", () => {
  it("opens for its purpose and its owner, and looks different each time", () => {
    const [first, second] = [seal("one", "person 1", "secret ü"), seal("one", "person 1", "secret ü")];
    expect(first.equals(second)).toBe(false);
    expect([unseal("one", "person 1", first), unseal("one", "person 1", second)]).toEqual(["secret ü", "secret ü"]);
  });

  it("does not open for another purpose or owner, nor with any bit turned", () => {
    const sealed = seal("one", "person 1", "secret");
    expect(() => unseal("two", "person 1", sealed)).toThrow();
    expect(() => unseal("one", "person 2", sealed)).toThrow();
    for (let at = 0; at < sealed.length; at += 1) {
      const altered = Buffer.from(sealed);
      altered[at] = (altered[at] ?? 0) ^ 1;
      expect(() => unseal("one", "person 1", altered)).toThrow();
    }
  });

  it("has another key for each purpose", () => {
    expect(deriveKey("one").equals(deriveKey("two"))).toBe(false);
    expect(keyedHash("one", "code").equals(keyedHash("two", "code"))).toBe(false);
  });
});
