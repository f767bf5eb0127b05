import packageJson from "@/package.json" with { type: "json" };

/** This installation's version. */
export const version: string = packageJson.version;
