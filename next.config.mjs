/** @type {import("next").NextConfig} */
const config = {
  poweredByHeader: false,
  reactStrictMode: true,
  turbopack: {
    root: import.meta.dirname,
    resolveAlias: { "@rjsf/validator-ajv8": "./components/records/form/no-validator.ts" },
  },
  serverExternalPackages: [
    "@aws-sdk/client-s3",
    "@aws-sdk/lib-storage",
    "@node-rs/argon2",
    "fontkit",
    "pdfkit",
    "pg",
    "pino",
    "subset-font",
  ],
  // `npm test` runs tsc over the whole tree; doing it again in every first start would only cost the stranger time.
  typescript: { ignoreBuildErrors: true },
  devIndicators: false,
  // Next would send DELETE …/records/.. on to DELETE …/resources/{id}; left alone, it reaches no operation.
  skipTrailingSlashRedirect: true,
};

export default config;
