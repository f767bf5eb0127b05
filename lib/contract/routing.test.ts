import { describe, expect, it } from "vitest";
import { operationIds, operationOf } from "./operations";
import { routeOf } from "./routing";

const records = "/public/custom-connections/1/resources/2/records";

describe("an address leads to its operation", () => {
  it.each(operationIds)("%s answers at each of its paths", (id) => {
    const { method, path, also = [] } = operationOf(id);
    for (const address of [path, ...also]) {
      const target = address.replace(/\{(\w+)\}/g, "7");
      expect(routeOf(method, target)).toMatchObject({ id });
      expect(routeOf(method, `${target}?x=1`)).toMatchObject({ id });
    }
  });

  it("decodes each step once, after the split", () => {
    const params = (step: string) => routeOf("PUT", `${records}/${step}`);
    expect(params("%40scope%2Fname")).toMatchObject({ params: { recordId: "@scope/name" } });
    expect(params("a%2525b")).toMatchObject({ params: { recordId: "a%25b" } });
    expect(params("%2e%2e")).toMatchObject({ params: { recordId: ".." } });
    expect(params("%E2%9C%93")).toMatchObject({ params: { recordId: "✓" } });
    expect(params("a+b")).toMatchObject({ params: { recordId: "a+b" } });
  });

  it("never takes a trailing slash or a dot segment for another address", () => {
    expect(routeOf("DELETE", `${records}/`)).toBeUndefined();
    expect(routeOf("POST", `${records}/`)).toBeUndefined();
    expect(routeOf("DELETE", "/api/connections/1/resources/2/")).toBeUndefined();
    expect(routeOf("DELETE", `${records}/..`)).toMatchObject({ id: "v1.record.delete", params: { recordId: ".." } });
  });

  it("names the methods there are when the asked one is not", () => {
    expect(routeOf("PATCH", records)).toEqual({ allow: ["POST"] });
    expect(routeOf("GET", `${records}/x`)).toEqual({ allow: ["DELETE", "PUT"] });
  });

  it("tells a broken percent sign from an unknown address", () => {
    expect(routeOf("PUT", `${records}/%zz`)).toEqual({ badEncoding: true });
    expect(routeOf("PUT", `${records}/%ff`)).toEqual({ badEncoding: true });
    expect(routeOf("GET", "/nowhere")).toBeUndefined();
  });

  it("prefers a literal step to a record of that name", () => {
    expect(routeOf("POST", `${records}/evidence`)).toMatchObject({ id: "v1.evidence.generate" });
    expect(routeOf("PUT", `${records}/evidence`)).toMatchObject({ id: "v1.record.update" });
  });
});
