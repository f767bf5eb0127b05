import type { SchemaNode } from "../keywords";
import { at, many, named, text, times, type Case } from "./case";

const extended = (schema: object) => ({ ...schema, $ref: "#/$defs/extensions", unevaluatedProperties: false });

/** In the shape of a description of an API: extensions everywhere, conditions, and schemas in schemas. */
const api: SchemaNode = {
  $schema: "https://json-schema.org/draft/2020-12/schema",
  $defs: {
    extensions: { patternProperties: { "^x-": true } },
    schema: {
      $dynamicAnchor: "meta",
      type: ["object", "boolean"],
      properties: { type: text, items: { $dynamicRef: "#meta" }, allOf: many({ $dynamicRef: "#meta" }) },
    },
    parameter: extended({
      type: "object",
      required: ["name", "in"],
      properties: {
        name: text,
        in: { enum: ["query", "header", "path", "cookie"] },
        required: { type: "boolean", default: false },
        schema: { $dynamicRef: "#meta" },
        content: { type: "object" },
      },
      oneOf: [{ required: ["schema"] }, { required: ["content"] }],
      if: { properties: { in: { const: "path" } }, required: ["in"] },
      then: { required: ["required"], properties: { required: { const: true } } },
      dependentSchemas: { schema: { properties: { style: text, explode: { type: "boolean" } } } },
    }),
    operation: extended({
      type: "object",
      properties: {
        operationId: text,
        tags: many(text),
        parameters: many({ $ref: "#/$defs/parameter" }),
        responses: { type: "object", propertyNames: { pattern: "^([1-5](?:[0-9]{2}|XX)|default)$" }, minProperties: 1 },
        ...named(30, "hint", () => text),
      },
    }),
    path: extended({
      type: "object",
      properties: Object.fromEntries(
        ["get", "put", "post", "delete"].map((verb) => [verb, { $ref: "#/$defs/operation" }]),
      ),
    }),
    ...named(40, "component", (at) =>
      extended({
        type: "object",
        properties: {
          summary: text,
          value: true,
          next: { $ref: `#/$defs/component${(at + 1) % 40}` },
          schema: { $ref: "#/$defs/schema" },
        },
      }),
    ),
  },
  type: "object",
  required: ["openapi", "info"],
  properties: {
    openapi: { type: "string", pattern: "^3\\.1\\.\\d+(-.+)?$" },
    info: extended({
      type: "object",
      required: ["title", "version"],
      properties: { title: text, version: text, license: { dependentRequired: { url: ["name"] } } },
    }),
    paths: { type: "object", patternProperties: { "^/": { $ref: "#/$defs/path" } }, unevaluatedProperties: false },
    components: {
      type: "object",
      properties: named(40, "c", (at) => ({
        type: "object",
        additionalProperties: { $ref: `#/$defs/component${at}` },
      })),
    },
  },
  anyOf: [{ required: ["paths"] }, { required: ["components"] }],
  allOf: [{ $ref: "#/$defs/extensions" }],
};

/** In the shape of a cluster's objects: hundreds of definitions that refer to each other, told apart by their kind. */
const cluster: SchemaNode = {
  $schema: "https://json-schema.org/draft/2020-12/schema",
  $defs: {
    meta: {
      type: "object",
      required: ["name"],
      properties: {
        name: { type: "string", maxLength: 63, pattern: "^[a-z0-9]([-a-z0-9]*[a-z0-9])?$" },
        labels: { type: "object", additionalProperties: text },
        finalizers: many(text),
      },
    },
    quantity: { oneOf: [{ type: "string", pattern: "^[0-9.]+([KMGT]i?|m)?$" }, { type: "number" }] },
    ...named(80, "spec", (at) => ({
      description: `What kind ${at} is to be.`,
      type: "object",
      properties: {
        replicas: { type: ["integer", "null"], format: "int32", minimum: 0 },
        paused: { type: "boolean" },
        limits: { type: "object", additionalProperties: { $ref: "#/$defs/quantity" } },
        selector: many(text),
        template: { $ref: `#/$defs/spec${(at * 7 + 1) % 80}` },
        ports: many({
          type: "object",
          required: ["port"],
          properties: { port: { type: "integer", minimum: 1, maximum: 65535 } },
        }),
      },
    })),
  },
  type: "object",
  required: ["apiVersion", "kind", "metadata"],
  oneOf: times(30, (at) => ({
    title: `Kind${at}`,
    type: "object",
    required: ["kind", "spec"],
    properties: {
      kind: { const: `Kind${at}` },
      apiVersion: text,
      metadata: { $ref: "#/$defs/meta" },
      spec: { $ref: `#/$defs/spec${at}` },
    },
  })),
};

/** Schemas in the shape of large public ones of 2020-12. */
export const cases2020: Case[] = [
  {
    name: "a description of an API",
    schema: api,
    record: {
      openapi: "3.1.0",
      info: { title: "A", version: "1", "x-own": true },
      paths: {
        "/a/{id}": {
          get: {
            operationId: "a",
            parameters: [{ name: "id", in: "path", required: true, schema: { type: "string" } }],
            responses: { "200": {} },
          },
        },
      },
      components: { c1: { one: { value: 1, next: { summary: "x" } } } },
    },
    broken: {
      openapi: "3.1.0",
      info: { title: "A", version: "1" },
      paths: { "/a": { get: { parameters: [{ name: "id", in: "path", schema: {} }] } } },
    },
    narrowed: (copy) => Object.assign(at(copy, "$defs", "operation"), { required: ["operationId"] }),
    widened: (copy) => Object.assign(at(copy), { required: ["openapi"] }),
  },
  {
    name: "objects of a cluster",
    schema: cluster,
    record: {
      apiVersion: "v1",
      kind: "Kind7",
      metadata: { name: "web-1", labels: { app: "web" } },
      spec: { replicas: null, limits: { cpu: "500m", memory: 1 }, ports: [{ port: 80 }], template: { paused: true } },
    },
    broken: { apiVersion: "v1", kind: "Kind7", metadata: { name: "web-1" }, spec: { ports: [{ port: 70_000 }] } },
    narrowed: (copy) => Object.assign(at(copy, "$defs", "meta", "properties", "name"), { maxLength: 20 }),
    widened: (copy) => Object.assign(at(copy, "$defs", "meta"), { required: [] }),
  },
];
