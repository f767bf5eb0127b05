import { expect, test } from "vitest";
import { readEnv, settings, unknownSettings } from "./env";

test("nothing set means every fallback", () => {
  const read = readEnv({});
  for (const [name, { fallback }] of Object.entries(settings)) expect(read).toHaveProperty(name, fallback);
});

test("an empty setting is one that was not set", () => {
  expect(readEnv({ PORT: "", HOST: "  " })).toMatchObject({ PORT: 3000, HOST: "127.0.0.1" });
});

test.each([
  ["PORT", "abc", 'PORT takes a whole number from 0 to 65535; it is set to "abc" that is not.'],
  ["PORT", "65536", "PORT takes"],
  ["PORT", "-1", "PORT takes"],
  ["PORT", "1e3", "PORT takes"],
  ["PORT", "0x10", "PORT takes"],
  ["HOST", "two words", "HOST takes"],
  ["DATABASE_URL", "mysql://localhost/x", "DATABASE_URL takes a URL like postgresql://"],
  ["ATTESTRY_URL", "https://example.com/path", "ATTESTRY_URL takes an origin"],
  ["ATTESTRY_SECRET", "short", "ATTESTRY_SECRET takes at least 32 characters"],
  ["ATTESTRY_DEMO", "maybe", "ATTESTRY_DEMO takes on or off"],
  ["ATTESTRY_LOG", "loud", "ATTESTRY_LOG takes debug"],
])("%s=%s is refused with a sentence", (name, value, sentence) => {
  expect(() => readEnv({ [name]: value })).toThrow(sentence);
});

test("all refusals come at once, and none shows a secret or a URL with its password", () => {
  const refuse = () => readEnv({ PORT: "x", ATTESTRY_SECRET: "hunter2", DATABASE_URL: "mysql://me:hunter2@host/x" });
  expect(refuse).toThrow(/PORT[\s\S]*DATABASE_URL|DATABASE_URL[\s\S]*PORT/);
  expect(refuse).not.toThrow("hunter2");
});

test("a mistyped setting is noticed, a stranger's is not ours to judge", () => {
  expect(unknownSettings({ ATTESTRY_RATE: "1", PATH: "/bin", PORT: "1" })).toEqual(["ATTESTRY_RATE"]);
});
