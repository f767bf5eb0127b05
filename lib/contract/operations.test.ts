import { describe, expect, it } from "vitest";
import { errors } from "./errors";
import { operationIds, operationOf, type OperationId } from "./operations";
import { isPermission, permissions, permissionsOf, roles, type Role } from "./permissions";

describe("the operations table", () => {
  it.each(operationIds)("%s has a permission that exists, or is open on purpose", (id) => {
    const { permission, person } = operationOf(id);
    const open: OperationId[] = [
      ...(["api.health", "api.openapi", "api.key-set", "api.sign-in-methods", "api.first-run"] as const),
      ...(["api.password-reset.ask", "api.password-reset.confirm"] as const),
      ...(["api.invitation.open", "api.invitation.accept"] as const),
      ...(["api.auditor.open", "api.auditor.download", "api.auditor.file"] as const),
    ];
    const isOpen = permission === null && person !== true;
    expect(isOpen).toBe(open.includes(id));
    if (permission !== null) expect(isPermission(permission)).toBe(true);
  });

  it.each(operationIds)("%s shows an example that fits its own shape", (id) => {
    for (const { shape, example } of Object.values(operationOf(id).answers)) {
      if (shape) expect(shape.safeParse(example).error).toBeUndefined();
    }
  });

  it.each(operationIds)("%s shows a request that fits its own shape", (id) => {
    const { body, request } = operationOf(id);
    if (body !== undefined) expect(request).toBeDefined();
    if (typeof body === "object") expect(body.safeParse(request).error).toBeUndefined();
  });

  it("has no two operations at one address", () => {
    const addresses = operationIds.flatMap((id) => {
      const { method, path, also = [] } = operationOf(id);
      return [path, ...also].map((each) => `${method} ${each.replace(/\{\w+\}/g, "{}")}`);
    });
    expect(new Set(addresses).size).toBe(addresses.length);
  });
});

describe("the permissions table", () => {
  it("gives an admin everything", () => {
    expect(permissionsOf("admin").size).toBe(Object.keys(permissions).length);
  });

  it("lets an auditor change nothing but take evidence", () => {
    const writes = [...permissionsOf("auditor")].filter((key) => !/-(get|list)$/.test(key));
    expect(writes).toEqual(["custom-connections-evidence-post"]);
  });

  it("keeps a contributor to records", () => {
    const beyond = [...permissionsOf("contributor")].filter((key) => !key.startsWith("custom-connections-data"));
    expect(beyond).toEqual(["custom-connections-get", "imports-post", "schemas-get", "account-get"]);
  });

  it("gives a guest nothing but the account's name and time zone", () => {
    expect([...permissionsOf("guest")]).toEqual(["account-get"]);
  });

  it("knows the role of every cell", () => {
    const held = Object.values(permissions).flatMap((row) => row.held as readonly Role[]);
    expect(held.every((role) => Object.hasOwn(roles, role))).toBe(true);
  });
});

describe("the catalogue of errors", () => {
  it("has the vendor's codes where it has them", () => {
    expect(errors.recordFailsSchema.code).toBe(28022);
    expect(errors.noAuthorization.code).toBe(26430);
    expect(errors.keyRefused.code).toBe(10000);
    expect(errors.stale.code).toBe("stale");
  });

  it("has no code twice", () => {
    const codes = Object.values(errors).map(({ code }) => code);
    expect(new Set(codes).size).toBe(codes.length);
  });
});
