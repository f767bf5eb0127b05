import { defineConfig, devices } from "@playwright/test";
import { launchOptions } from "./fixtures/browser";
import { run } from "./fixtures/run";

/** The server is started by lib/launch/test.mjs, so that the tests meet what `npm start` runs and nothing else. */
export default defineConfig({
  testDir: ".",
  outputDir: "../test-results",
  fullyParallel: true,
  forbidOnly: true,
  retries: run.retries,
  workers: 2,
  timeout: 60_000,
  expect: { timeout: 15_000 },
  reporter: [["list"], ["json", { outputFile: run.report }]],
  use: { baseURL: run.url },
  projects: [
    { name: "api", testMatch: ["api/*.spec.ts", "house.spec.ts"] },
    {
      name: "ui",
      testMatch: "ui/*.spec.ts",
      use: {
        ...devices["Desktop Chrome"],
        // A trace photographs the page before and after each act, which costs as much as the act; ask for one with --trace on.
        screenshot: "only-on-failure",
        launchOptions: launchOptions(),
      },
    },
  ],
});
