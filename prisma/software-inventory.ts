import { readFileSync } from "node:fs";

/** What the demo's schema says of a package. */
export type PackageRecord = {
  id: string;
  name: string;
  version: string;
  licence: string | null;
  integrity: string | null;
  scope: "production" | "development" | "optional";
  dependencies: number;
  url: string;
};

/** The demo's schema, authored by hand as compliance staff would: every field says what it is. */
export const inventorySchema = {
  $schema: "https://json-schema.org/draft/2020-12/schema",
  title: "Package",
  description: "One package that this installation is built from, as its lockfile pins it.",
  type: "object",
  required: ["name", "version"],
  properties: {
    id: { type: "string", title: "Place", description: "Where the package stands in the lockfile" },
    name: {
      type: "string",
      title: "Name",
      description: "The package's name in the registry",
      minLength: 1,
      maxLength: 214,
    },
    version: {
      type: "string",
      title: "Version",
      description: "The exact version that is installed",
      pattern: "^\\d+\\.\\d+\\.\\d+",
      examples: ["19.3.1"],
    },
    licence: {
      type: ["string", "null"],
      title: "Licence",
      description: "As the package declares it (SPDX where it is one)",
    },
    integrity: {
      type: ["string", "null"],
      title: "Integrity",
      description: "The hash the registry's file is checked against",
      pattern: "^sha(256|384|512)-[A-Za-z0-9+/=]+$",
    },
    scope: {
      title: "Scope",
      description: "What the package is needed for",
      enum: ["production", "development", "optional"],
    },
    dependencies: {
      type: "integer",
      title: "Dependencies",
      description: "How many packages it asks for itself",
      minimum: 0,
    },
    url: { type: "string", title: "Page", description: "The version's page in the registry", format: "uri" },
  },
  additionalProperties: false,
};

type Locked = {
  name?: string;
  version?: string;
  license?: string;
  integrity?: string;
  dev?: boolean;
  optional?: boolean;
  dependencies?: Record<string, string>;
};

/** One record per package of a lockfile. */
export function inventoryOf(lockfile: string): PackageRecord[] {
  const { packages } = JSON.parse(readFileSync(lockfile, "utf8")) as { packages: Record<string, Locked> };
  return Object.entries(packages).flatMap(([place, locked]) => {
    if (place === "" || locked.version === undefined) return [];
    const name = locked.name ?? place.slice(place.lastIndexOf("node_modules/") + "node_modules/".length);
    return {
      id: place.replace(/^node_modules\//, ""),
      name,
      version: locked.version,
      licence: locked.license ?? null,
      integrity: locked.integrity ?? null,
      scope: locked.optional ? ("optional" as const) : locked.dev ? ("development" as const) : ("production" as const),
      dependencies: Object.keys(locked.dependencies ?? {}).length,
      url: `https://www.npmjs.com/package/${name}/v/${locked.version}`,
    };
  });
}
