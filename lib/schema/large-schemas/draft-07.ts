import type { SchemaNode } from "../keywords";
import { at, many, named, text, times, type Case } from "./case";

const DRAFT_07 = "http://json-schema.org/draft-07/schema#";

/** In the shape of a package manifest: people written two ways, maps, recursive conditions, settings of many tools. */
const manifest: SchemaNode = {
  $schema: DRAFT_07,
  $id: "https://example.com/package.json",
  type: "object",
  required: ["name", "version"],
  definitions: {
    person: {
      type: ["object", "string"],
      required: ["name"],
      properties: { name: text, url: { type: "string", format: "uri" }, email: { type: "string", format: "email" } },
    },
    dependency: { type: "object", additionalProperties: text },
    exportsEntry: {
      oneOf: [
        { type: "string", pattern: "^\\./" },
        { type: "object", additionalProperties: { $ref: "#/definitions/exportsEntry" } },
        { type: "null" },
      ],
    },
    tool: {
      type: "object",
      properties: named(9, "setting", (at) => ({
        description: `Setting ${at}`,
        type: ["boolean", "string"],
        default: false,
      })),
      patternProperties: { "^x-": true },
      additionalProperties: false,
    },
  },
  patternProperties: { "^_": { description: "Kept by the client" } },
  properties: {
    name: {
      type: "string",
      minLength: 1,
      maxLength: 214,
      pattern: "^(?:@[a-z0-9~-][a-z0-9._~-]*/)?[a-z0-9~-][a-z0-9._~-]*$",
    },
    version: text,
    author: { $ref: "#/definitions/person" },
    contributors: many({ $ref: "#/definitions/person" }),
    exports: { $ref: "#/definitions/exportsEntry" },
    dependencies: { $ref: "#/definitions/dependency" },
    devDependencies: { $ref: "#/definitions/dependency" },
    license: { anyOf: [text, { enum: ["MIT", "Apache-2.0"] }] },
    private: { oneOf: [{ type: "boolean" }, { enum: ["false", "true"] }] },
    ...named(60, "tool", (at) => ({
      allOf: [{ $ref: "#/definitions/tool" }],
      properties: named(3, "own", () => ({ type: "integer", minimum: at })),
    })),
  },
};

/** In the shape of a workflow of continuous integration: jobs by pattern, steps of two kinds, expressions. */
const workflow: SchemaNode = {
  $schema: DRAFT_07,
  type: "object",
  required: ["on", "jobs"],
  additionalProperties: false,
  definitions: {
    expression: { type: "string", pattern: "^\\$\\{\\{(.|[\\r\\n])*\\}\\}$" },
    env: {
      oneOf: [
        { type: "object", additionalProperties: { oneOf: [text, { type: "number" }, { type: "boolean" }] } },
        { $ref: "#/definitions/expression" },
      ],
    },
    event: { type: "object", properties: { types: many({ enum: ["opened", "closed"] }), branches: many(text) } },
    step: {
      type: "object",
      additionalProperties: false,
      dependencies: { "working-directory": ["run"], shell: ["run"] },
      properties: {
        id: text,
        if: { type: ["boolean", "number", "string"] },
        name: text,
        uses: text,
        run: text,
        shell: text,
        "working-directory": text,
        env: { $ref: "#/definitions/env" },
        with: { $ref: "#/definitions/env" },
      },
      oneOf: [{ required: ["uses"] }, { required: ["run"] }],
    },
    normalJob: {
      type: "object",
      required: ["runs-on"],
      additionalProperties: false,
      properties: {
        name: text,
        "runs-on": { anyOf: [text, many(text)] },
        needs: { oneOf: [many(text), text] },
        env: { $ref: "#/definitions/env" },
        steps: { ...many({ $ref: "#/definitions/step" }), minItems: 1 },
      },
    },
    calledJob: {
      type: "object",
      required: ["uses"],
      additionalProperties: false,
      properties: {
        uses: { type: "string", pattern: "^(.+/)+(.+)\\.(ya?ml)(@.+)?$" },
        with: { $ref: "#/definitions/env" },
      },
    },
  },
  properties: {
    id: text,
    name: text,
    on: {
      oneOf: [
        { enum: times(40, (at) => `event${at}`) },
        { ...many({ enum: times(40, (at) => `event${at}`) }), minItems: 1 },
        {
          type: "object",
          properties: named(40, "event", () => ({ oneOf: [{ type: "null" }, { $ref: "#/definitions/event" }] })),
          additionalProperties: false,
        },
      ],
    },
    env: { $ref: "#/definitions/env" },
    jobs: {
      type: "object",
      minProperties: 1,
      additionalProperties: false,
      patternProperties: {
        "^[_a-zA-Z][a-zA-Z0-9_-]*$": {
          oneOf: [{ $ref: "#/definitions/normalJob" }, { $ref: "#/definitions/calledJob" }],
        },
      },
    },
    matrix: {
      type: "object",
      properties: named(50, "axis", () => ({ anyOf: [many(text), { $ref: "#/definitions/expression" }] })),
    },
  },
};

/** Schemas in the shape of large public ones of draft-07. */
export const draft07Cases: Case[] = [
  {
    name: "a package manifest",
    schema: manifest,
    record: {
      name: "@acme/tool",
      version: "1.0.0",
      author: "Ada",
      contributors: [{ name: "Tom" }],
      exports: { ".": { import: "./a.js", other: null } },
      private: true,
      dependencies: { react: "^19" },
      tool3: { setting1: "on", "x-own": 1 },
      _id: 7,
    },
    broken: { name: "@acme/tool", version: "1.0.0", exports: { ".": { import: "a.js" } } },
    narrowed: (copy) => Object.assign(at(copy, "definitions", "person"), { type: "object" }),
    widened: (copy) => Object.assign(at(copy, "definitions", "person"), { required: [] }),
  },
  {
    name: "a workflow",
    schema: workflow,
    record: {
      name: "CI",
      on: { event3: { branches: ["main"] }, event4: null },
      env: { A: 1 },
      jobs: {
        build: {
          "runs-on": "linux",
          steps: [{ uses: "checkout@v4" }, { run: "npm test", shell: "sh", env: { B: "x" } }],
        },
        call: { uses: "./.ci/other.yml" },
      },
    },
    broken: { on: "event1", jobs: { build: { "runs-on": "linux", steps: [{ uses: "a", run: "b" }] } } },
    narrowed: (copy) => Object.assign(at(copy, "definitions", "step"), { required: ["name"] }),
    widened: (copy) =>
      Object.assign(at(copy, "definitions", "normalJob", "properties"), { timeout: { type: "number" } }),
  },
];
