import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

/** Unit tests of the pure parts of `lib`; everything that needs a server or a database is in `e2e`. */
export default defineConfig({
  resolve: { alias: { "@": fileURLToPath(new URL(".", import.meta.url)) } },
  // A busy machine is slow, which is no failure: the limit is for what never ends.
  test: {
    include: ["lib/**/*.test.ts"],
    environment: "node",
    maxWorkers: 2,
    restoreMocks: true,
    testTimeout: 60_000,
  },
});
