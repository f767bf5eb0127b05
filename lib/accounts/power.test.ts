import { describe, expect, it } from "vitest";
import { everyPermission, type Role } from "@/lib/contract/permissions";
import { effectivePermissions, reachOf, seesConnection, type Power } from "./power";

const power = (role: Power["role"], roles: Record<number, Role> = {}, scopes: Power["scopes"] = "all"): Power => ({
  role,
  connectionRoles: new Map(Object.entries(roles).map(([id, there]) => [Number(id), there])),
  scopes,
});

describe("a role on one connection", () => {
  it("raises what somebody may do there and nowhere else", () => {
    const auditor = power("auditor", { 7: "contributor" });
    expect(effectivePermissions(auditor, 7).has("custom-connections-data-post")).toBe(true);
    expect(effectivePermissions(auditor, 8).has("custom-connections-data-post")).toBe(false);
    expect(effectivePermissions(auditor).has("custom-connections-data-post")).toBe(false);
  });

  it("lowers it as well", () => {
    const manager = power("manager", { 7: "auditor" });
    expect(effectivePermissions(manager, 7).has("custom-connections-data-post")).toBe(false);
    expect(effectivePermissions(manager, 8).has("custom-connections-data-post")).toBe(true);
  });

  it("never gives power over the account", () => {
    const guest = power("guest", { 7: "admin" });
    expect([...effectivePermissions(guest, 7)]).not.toEqual(expect.arrayContaining(["keys-post"]));
    expect(effectivePermissions(guest, 7).has("members-put")).toBe(false);
    expect(effectivePermissions(guest, 7).has("custom-connections-delete")).toBe(true);
  });

  it("never takes power over the account", () => {
    expect(effectivePermissions(power("admin", { 7: "auditor" }), 7).has("members-put")).toBe(true);
  });

  it("leaves a removed person nothing", () => {
    expect(effectivePermissions(power(null, { 7: "admin" }), 7).size).toBe(0);
  });

  it("stays within a key's scopes", () => {
    const key = power("auditor", { 7: "admin" }, new Set(["custom-connections-data-post"]));
    expect([...effectivePermissions(key, 7)]).toEqual(["custom-connections-data-post"]);
    expect(effectivePermissions(key, 8).size).toBe(0);
  });
});

describe("a key without an owner", () => {
  it("is bounded by its scopes alone", () => {
    expect(effectivePermissions(power("any")).size).toBe(everyPermission.length);
    expect([...effectivePermissions(power("any", {}, new Set(["keys-get"])))]).toEqual(["keys-get"]);
  });
});

describe("what a list shows", () => {
  it.each<[string, Power, unknown]>([
    ["a manager: all", power("manager"), "all"],
    ["a guest: the given ones", power("guest", { 7: "auditor", 9: "contributor" }), { only: [7, 9] }],
    ["a guest without any: nothing", power("guest"), { only: [] }],
    ["a manager kept out of one: all but that", power("manager", { 7: "guest" }), { except: [7] }],
    ["somebody removed: nothing", power(null, { 7: "admin" }), { only: [] }],
    ["a key without the scope: nothing", power("admin", {}, new Set(["keys-get"])), { only: [] }],
  ])("%s", (_, who, expected) => {
    expect(reachOf(who, "custom-connections-get")).toEqual(expected);
  });

  it("asks each connection for the permission itself", () => {
    expect(reachOf(power("contributor", { 7: "auditor" }), "evidence-get")).toEqual({ only: [7] });
    expect(reachOf(power("auditor", { 7: "contributor" }), "evidence-get")).toEqual({ except: [7] });
    expect(reachOf(power("guest", { 7: "admin" }), "keys-get")).toEqual({ only: [] });
  });
});

describe("whether a connection is known", () => {
  it.each<[Power, number, boolean]>([
    [power("guest", { 7: "auditor" }), 7, true],
    [power("guest", { 7: "auditor" }), 8, false],
    [power("manager", { 7: "guest" }), 7, false],
    [power("manager"), 7, true],
    [power("any"), 7, true],
    [power(null), 7, false],
  ])("case %#", (who, connectionId, expected) => {
    expect(seesConnection(who, connectionId)).toBe(expected);
  });
});
