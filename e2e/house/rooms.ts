/** A part of the house: which files stand in it, and which other rooms those files may import. */
export type Room = { name: string; holds: RegExp; mayImport: readonly string[]; because: string };

const pure = "it is a promise or plain data, and has to be readable and testable alone";
const domain = ["contract", "schema", "db", "changes"];
const verbs = ["jobs", "chain", "accounts", "connections", "records", "imports", "evidence"];

/** The table of the README's rooms. A room may always import itself. First match wins. */
const rooms: readonly Room[] = [
  { name: "contract", holds: /^lib\/contract\//, mayImport: [], because: pure },
  { name: "schema", holds: /^lib\/schema\//, mayImport: [], because: pure },
  {
    name: "db",
    holds: /^lib\/db\//,
    mayImport: [],
    because: "everything stands on it, so it stands on nothing of ours",
  },
  {
    name: "changes",
    holds: /^lib\/changes\//,
    mayImport: ["contract", "db"],
    because: "it is the one way to write, for every verb alike, so it knows none of them",
  },
  {
    name: "jobs",
    holds: /^lib\/jobs\//,
    mayImport: ["contract", "db", "changes"],
    because: "it runs any work in batches and knows none of it; the kinds are bound to it in lib/doors/job-works.ts",
  },
  {
    name: "notify",
    holds: /^lib\/notify\//,
    mayImport: ["contract", "db"],
    because: "it carries what it is handed, and asks nobody for more",
  },
  {
    name: "alerts",
    holds: /^lib\/alerts\//,
    mayImport: ["contract", "db", "changes", "jobs", "notify"],
    because: "it finds what people want to hear of, and hands it over",
  },
  {
    name: "chain",
    holds: /^lib\/chain\//,
    mayImport: ["contract", "db", "changes", "jobs"],
    because: "it seals whatever is written, by whichever verb, so it reads the tables and knows none of them",
  },
  {
    name: "accounts",
    holds: /^lib\/accounts\//,
    mayImport: [...domain, "notify"],
    because: "who may do what is decided without knowing what is done",
  },
  {
    name: "connections",
    holds: /^lib\/connections\//,
    mayImport: [...domain, "jobs"],
    because: "a connection does not know what its records do",
  },
  {
    name: "records",
    holds: /^lib\/records\//,
    mayImport: [...domain, "jobs", "connections"],
    because: "records live in a connection's resource and know nothing of imports and evidence made of them",
  },
  {
    name: "imports",
    holds: /^lib\/imports\//,
    mayImport: [...domain, "jobs", "connections", "records"],
    because: "an import plans, and then makes its rows live as records' own staged set",
  },
  {
    name: "check",
    holds: /^lib\/evidence\/bundle\/check\//,
    mayImport: [],
    because: "it goes into bundles and into the browser, and checks what evidence made without believing it",
  },
  {
    name: "evidence",
    holds: /^lib\/evidence\//,
    mayImport: [...domain, "jobs", "connections", "records", "check", "chain"],
    because: "evidence reads records by their own verb, so that it can never show anything else",
  },
  {
    name: "guard",
    holds: /^lib\/guard\//,
    mayImport: ["contract", "schema", "db", "changes", "accounts"],
    because: "the verb is handed to it (lib/doors.ts), so that it treats all of them alike",
  },
  {
    name: "doors",
    holds: /^lib\/doors(\.ts$|\/)/,
    mayImport: ["contract", "db", "changes", "guard", "alerts", "notify", ...verbs],
    because: "it only binds each operation to its verb",
  },
  {
    name: "launch",
    holds: /^lib\/launch\//,
    mayImport: [
      "doors",
      "contract",
      "db",
      "changes",
      "jobs",
      "chain",
      "imports",
      "alerts",
      "notify",
      "accounts",
      "guard",
      "prisma",
    ],
    because: "it starts the house and has no rule of its own",
  },
  {
    name: "components",
    holds: /^components\//,
    mayImport: ["contract", "schema", "check"],
    because: "it runs in the reader's browser and reaches the server through components/api.ts only",
  },
  {
    name: "app",
    holds: /^app\//,
    mayImport: ["components", "guard", "doors", "contract", "schema", ...verbs],
    because: "it holds addresses, and neither rules nor queries",
  },
  {
    name: "prisma",
    holds: /^prisma\//,
    mayImport: ["changes", "accounts", "launch"],
    because: "what it puts into the database arrives through the public API, like everybody's",
  },
  {
    name: "e2e",
    holds: /^e2e\//,
    mayImport: ["contract", "schema", "db"],
    because: "it meets the product from outside, as callers and people do",
  },
  { name: "proxy", holds: /^proxy\.ts$/, mayImport: ["guard", "db"], because: "it only sets page headers" },
  {
    name: "root",
    holds: /^(next-env\.d|[\w-]+\.config|instrumentation)\.(ts|mjs)$/,
    mayImport: [],
    because: "it configures a tool",
  },
];

export const roomOf = (file: string): Room | undefined => rooms.find(({ holds }) => holds.test(file));

/** Files that may hold SQL and import a database driver, beside every `store.ts`. Each is here for the reason beside it. */
export const sqlAlsoIn: readonly { place: RegExp; because: string }[] = [
  { place: /^lib\/(db|changes)\//, because: "the only door to PostgreSQL, and the only way to a transaction" },
  { place: /^e2e\//, because: "tests look behind the API, and the bench measures PostgreSQL itself" },
];

/** What the pure rooms may not import: with any of these they could not run in a browser, or answer twice the same. */
export const impure = /^(node:(fs|net|http|https|child_process|os|dns|tls)\b|next\b|react\b|pg\b|pino\b)/;

/** Files that may read process.env. */
export const environmentReaders = /^(lib\/db\/env\.ts|lib\/launch\/[\w-]+\.mjs|e2e\/(fixtures|bench)\/[\w-]+\.ts)$/;
