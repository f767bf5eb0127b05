import { expect, test } from "vitest";
import { readEnv } from "@/lib/db/env";
import { singleton } from "@/lib/db/singleton";
import { newKey, openKey, publicOf } from "./key-pair";

const settings = singleton("env", () => readEnv({ ATTESTRY_SECRET: "s".repeat(40) }));

test("a sealed key opens for its account, under its secret, and for no other; what helps is said", () => {
  const { publicKey, sealed } = newKey(1);
  expect(publicOf(openKey(1, sealed)).equals(publicKey)).toBe(true);
  expect(() => openKey(2, sealed)).toThrow("does not open");
  Object.assign(settings, { ATTESTRY_SECRET: "t".repeat(40) });
  expect(() => openKey(1, sealed)).toThrow(expect.objectContaining({ kind: "conflict" }));
  expect(() => openKey(1, sealed)).toThrow("ATTESTRY_SECRET");
});
