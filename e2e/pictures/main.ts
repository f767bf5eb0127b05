import { chromium, type Browser } from "@playwright/test";
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { project } from "../bench/app-process";
import { onEmptyApp } from "../bench/empty-app";
import { signIn, WINDOW } from "../bench/page-load";
import { launchOptions } from "../fixtures/browser";
import { fill, type Filled } from "./fill";
import { shots } from "./shots";
import { smallPng } from "./small-png";

const FOLDER = "docs/pictures";
const BYTES_MAX = 200_000;
const schemes = ["light", "dark"] as const;

/** Takes the README's pictures of a filled, throw-away installation; answers the exit code. */
export function run(): Promise<number> {
  return onEmptyApp(async ({ app }) => {
    console.log("Filling it …");
    const filled = await fill(app);
    const browser = await chromium.launch(launchOptions());
    try {
      await takeAll(browser, app.origin, filled);
    } finally {
      await browser.close();
    }
  });
}

async function takeAll(browser: Browser, origin: string, filled: Filled): Promise<void> {
  const folder = path.join(project, FOLDER);
  mkdirSync(folder, { recursive: true });
  const { cookies } = await signIn(browser, { ...filled, origin, records: filled.records.access });
  for (const colorScheme of schemes) {
    const look = { colorScheme, reducedMotion: "reduce", deviceScaleFactor: 1 } as const;
    const context = await browser.newContext({ viewport: WINDOW, storageState: cookies, locale: "en-GB", ...look });
    const page = await context.newPage();
    for (const shot of shots) {
      await page.goto(origin + shot.address(filled));
      await shot.ready(page);
      // Whatever stands in a skeleton's place by now is in the picture, and nothing that a pointer lies on.
      await page.locator("[aria-busy=true]").waitFor({ state: "detached" });
      await page.mouse.move(WINDOW.width / 2, 2);
      await page.evaluate(() => document.fonts.ready);
      await page.waitForTimeout(400);
      save(path.join(folder, `${shot.name}-${colorScheme}.png`), smallPng(await page.screenshot()));
    }
    await context.close();
  }
}

function save(file: string, picture: Buffer): void {
  if (picture.length > BYTES_MAX) throw new Error(`${file} would have ${picture.length} bytes, ${BYTES_MAX} at most`);
  writeFileSync(file, picture);
  console.log(`${path.relative(project, file)}  ${Math.round(picture.length / 1_000)} KB`);
}
