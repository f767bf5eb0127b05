import type { Page } from "@playwright/test";
import type { Filled } from "./fill";

/** One picture: the address it shows, and how the page comes to look as it is to be shown. */
export type Shot = { name: string; address: (filled: Filled) => string; ready: (page: Page) => Promise<unknown> };

const firstRow = (page: Page) => page.locator("tbody tr").first().waitFor();
const heading = (name: string) => (page: Page) => page.getByRole("heading", { name, level: 1 }).waitFor();

/** The key pages, in the order that the README shows them. */
export const shots: readonly Shot[] = [
  {
    name: "home",
    address: ({ account }) => account,
    ready: (page) => page.getByRole("heading", { name: "Vendors" }).waitFor(),
  },
  {
    name: "records",
    address: ({ records }) => `${records.access}?filter=decision:eq:pending,mfa:eq:false&sort=lastSignIn`,
    ready: firstRow,
  },
  {
    name: "record",
    address: ({ vendor }) => vendor,
    ready: (page) => page.getByRole("dialog").getByLabel("Service").waitFor(),
  },
  {
    name: "history",
    address: ({ vendor }) => vendor,
    ready: async (page) => {
      await page.getByRole("dialog").getByRole("tab", { name: "History" }).click();
      await page.getByRole("dialog").getByText("Created", { exact: true }).waitFor();
    },
  },
  { name: "audit", address: ({ account }) => `${account}/audit`, ready: firstRow },
  {
    name: "connect",
    address: ({ records }) => records.training.replace(/records$/, "connect"),
    ready: (page) => page.locator("pre").first().waitFor(),
  },
  { name: "keys", address: ({ account }) => `${account}/keys`, ready: firstRow },
  { name: "people", address: ({ account }) => `${account}/people`, ready: heading("People") },
];
