import { chromium } from "@playwright/test";
import { cpus } from "node:os";
import { launchOptions } from "../fixtures/browser";
import { makeResource, openAccount } from "./app";
import { admin, type AppProcess } from "./app-process";
import { RECORDS } from "./bench-records";
import { push } from "./load";
import { signIn, type Reader } from "./page-load";
import { pagesReport } from "./page-report";
import { pageRound, type PageRound } from "./page-round";

const EMAIL = "bench@example.com";
const PASSWORD = "a long and calm password";

/** Fills a resource, drives its pages in a real browser, prints what that came to beside the aims, and answers it. */
export async function measurePages(running: AppProcess, rounds: number): Promise<object> {
  const reader = await fill(running);
  const browser = await chromium.launch(launchOptions());
  try {
    const conditions =
      `Machine: ${cpus().length} × ${cpus()[0]?.model ?? "unknown"}, shared by database, server and browser; ` +
      `Chromium ${browser.version()} without a window, 1440×900; ${RECORDS.toLocaleString("en")} records, three declared fields`;
    console.log(`\n${conditions}\n`);
    const { cookies, dialogs } = await signIn(browser, reader);
    const measured: PageRound[] = [];
    for (let number = 0; number < rounds; number += 1) {
      console.log(`Round ${number + 1} of ${rounds} …`);
      measured.push(await pageRound(browser, reader, cookies));
    }
    const { text, figures } = pagesReport(measured, dialogs);
    console.log(`\n${text}`);
    return { conditions, figures, rounds: measured };
  } finally {
    await browser.close();
  }
}

/** An account with an admin, and a resource with all the bench's records, pushed through the API. */
async function fill(running: AppProcess): Promise<Reader> {
  const { origin } = running;
  const { accountId, headers } = await openAccount(running);
  await admin(
    ...[running, "person", "create", "--account", String(accountId), "--role", "admin"],
    ...["--email", EMAIL, "--password", PASSWORD],
  );
  const { connection, resource } = await makeResource(origin, headers);
  console.log(`Pushing ${RECORDS.toLocaleString("en")} records …`);
  const records = `/public/custom-connections/${connection}/resources/${resource}/records`;
  await push({ origin, headers, records }, { size: 10_000, changed: false });
  const page = `/a/${accountId}/connections/${connection}/resources/${resource}/records`;
  return { origin, records: page, email: EMAIL, password: PASSWORD };
}
