import type { Role } from "@/lib/contract/permissions";
import { admin, type AppProcess } from "../bench/app-process";
import { signedInAs, withKey, type Ask } from "./ask-as";
import { dayFromNow, feeds, vendorSchema, type Feed } from "./company";

const PASSWORD = "a long and calm password";
const VENDOR = "kestrel-payroll";

type Staff = { name: string; role: Role };

const staff: readonly Staff[] = [
  { name: "Maya Lindqvist", role: "admin" },
  { name: "Tomás Rivera", role: "manager" },
  { name: "Priya Nair", role: "contributor" },
  { name: "Jonas Weber", role: "auditor" },
];

type Made = { id: number; customResources: { id: number }[] };
type Connected = Feed & { connectionId: number; resourceId: number; push: Ask };
export type FeedName = keyof ReturnType<typeof feeds>;

/** Where the pictures are taken, and as whom. */
export type Filled = {
  account: string;
  records: Record<FeedName, string>;
  vendor: string;
  email: string;
  password: string;
};

/** Fills an empty installation through its API: people, feeds with their keys, pushes, and what people did by hand. */
export async function fill(app: AppProcess): Promise<Filled> {
  const account = await admin<{ accountId: number }>(app, "account", "create", "--name", "Northlight");
  const { accountId } = account;
  await admin(app, "terms", "accept", "--account", String(accountId));
  const asks: Ask[] = [];
  for (const one of staff) asks.push(await join(app, accountId, one));
  const [maya, tomas, priya, jonas] = asks as [Ask, Ask, Ask, Ask];

  const made = feeds();
  const connected = {
    access: await connect(app.origin, maya, made.access),
    vendors: await connect(app.origin, maya, made.vendors),
    training: await connect(app.origin, maya, made.training),
    devices: await connect(app.origin, maya, made.devices),
  };
  for (const feed of Object.values(connected)) await feed.push("POST", recordsOf(feed), { data: feed.records });
  await pushAgain(connected);
  await workByHand({ maya, tomas, priya, jonas }, connected);

  const own = `/a/${accountId}`;
  const page = ({ connectionId, resourceId }: Connected) =>
    `${own}/connections/${connectionId}/resources/${resourceId}/records`;
  const { access, vendors, training, devices } = connected;
  return {
    account: own,
    records: { access: page(access), vendors: page(vendors), training: page(training), devices: page(devices) },
    vendor: `${page(vendors)}/${VENDOR}`,
    email: emailOf(staff[0]?.name ?? ""),
    password: PASSWORD,
  };
}

const emailOf = (name: string) =>
  `${(name.split(" ")[0] ?? "").normalize("NFD").replace(/\p{M}/gu, "").toLowerCase()}@northlight.example`;
const recordsOf = ({ connectionId, resourceId }: Connected) =>
  `/public/custom-connections/${connectionId}/resources/${resourceId}/records`;
const ownOf = ({ connectionId, resourceId }: Connected) => `/api/connections/${connectionId}/resources/${resourceId}`;

async function join(app: AppProcess, accountId: number, { name, role }: Staff): Promise<Ask> {
  const [first = "", last = ""] = name.split(" ");
  const email = emailOf(name);
  await admin(
    ...[app, "person", "create", "--account", String(accountId), "--role", role, "--email", email],
    ...["--password", PASSWORD, "--first-name", first, "--last-name", last],
  );
  return signedInAs(app.origin, { accountId, email, password: PASSWORD });
}

async function connect(origin: string, ask: Ask, feed: Feed): Promise<Connected> {
  const { name, description, schema, displayNameKey, keyName } = feed;
  const body = { name, description, schema, displayNameKey, providerTypes: ["CUSTOM"], workspaceIds: [1] };
  const made = await ask<Made>("POST", "/api/connections", body);
  const key = await ask<{ apiKey: string }>("POST", "/api/keys", {
    name: keyName,
    permissions: ["custom-connections-get", "custom-connections-data-post"],
    connectionIds: [made.id],
    expiresAt: `${dayFromNow(90)}T00:00:00Z`,
  });
  const resourceId = made.customResources[0]?.id ?? 0;
  await ask("PATCH", `/api/connections/${made.id}/resources/${resourceId}`, { lateAfterHours: 26 });
  return { ...feed, connectionId: made.id, resourceId, push: withKey(origin, key.apiKey) };
}

/** The feeds come again, as they do every night: some values are others, and two rows are refused. */
async function pushAgain({ access, vendors, devices }: Record<FeedName, Connected>): Promise<void> {
  const fresh = devices.records.map((device, at) => (at % 9 === 0 ? { ...device, lastSeen: dayFromNow(0) } : device));
  const refused = [
    { id: "NL-1450", model: "Laptop 14″", status: "lost" },
    { id: "NL-1451", model: "Tablet", status: "in use" },
  ];
  await devices.push("POST", recordsOf(devices), { data: [...fresh, ...refused] });
  await access.push("POST", recordsOf(access), { data: access.records });
  const kestrel = vendors.records.find(({ id }) => id === VENDOR);
  await vendors.push("POST", recordsOf(vendors), { data: [{ ...kestrel, service: "Payroll and pensions" }] });
}

type Hands = Record<"maya" | "tomas" | "priya" | "jonas", Ask>;

/** What people did themselves: values they corrected, a schema they published, evidence they took. */
async function workByHand({ maya, tomas, priya, jonas }: Hands, connected: Record<FeedName, Connected>): Promise<void> {
  const { access, vendors } = connected;
  const vendor = `${ownOf(vendors)}/records/${VENDOR}`;
  await priya("PATCH", vendor, { data: { agreementSigned: true, reviewDue: dayFromNow(340) } });
  await tomas("PATCH", vendor, { data: { criticality: "critical", owner: "Priya Nair" } });
  await priya("PATCH", vendor, { data: { reviewDue: dayFromNow(160) } });
  await maya("PUT", `${ownOf(vendors)}/schema`, { schema: vendorSchema(["agreementSigned", "reviewDue"]) });
  const pending = access.records.filter(({ decision }) => decision === "pending").slice(0, 4);
  for (const { id } of pending) {
    const data = { decision: "keep", reviewer: "Tomás Rivera" };
    await tomas("PATCH", `${ownOf(access)}/records/${encodeURIComponent(id)}`, { data });
  }
  await priya("DELETE", `${ownOf(vendors)}/records/saltmarsh-surveys`);
  await jonas("POST", `${ownOf(access)}/evidence`);
}
