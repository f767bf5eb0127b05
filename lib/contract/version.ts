import packageJson from "../../package.json";

/** This installation's version. */
export const version: string = packageJson.version;
