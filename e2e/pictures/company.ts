import { mix } from "../bench/bench-records";

/** The records of a company that does not exist: four feeds, as believable as a reader needs to see what a page is for. */

type DataRecord = { id: string; [member: string]: unknown };

/** A connection with its one resource: what its key is called, and what the key pushes. */
export type Feed = {
  name: string;
  description: string;
  keyName: string;
  displayNameKey: string;
  schema: object;
  records: readonly DataRecord[];
};

const people = [
  ...["Ingrid Solheim", "Rafael Costa", "Noor Haddad", "Wei Chen", "Amara Okafor", "Lukas Brandt", "Sofia Marino"],
  ...["Kenji Watanabe", "Elif Demir", "Oliver Byrne", "Zanele Dube", "Mateo Vargas", "Hannah Fischer", "Arjun Rao"],
  ...["Clara Nyström", "Samuel Adeyemi", "Léa Moreau", "Tariq Aziz", "Maja Kowalska", "Daniel Levi", "Yuki Mori"],
];
const teams = ["Platform", "Payments", "Support", "Finance", "People", "Sales"];
const systems = ["GitHub", "AWS production", "Payroll", "Support desk", "Data warehouse", "CRM"];
const duties: Record<string, readonly string[]> = {
  GitHub: ["Member", "Maintainer", "Owner"],
  "AWS production": ["Read only", "Power user", "Administrator"],
  Payroll: ["Viewer", "Approver"],
  "Support desk": ["Agent", "Administrator"],
  "Data warehouse": ["Analyst", "Engineer"],
  CRM: ["Sales", "Administrator"],
};

const pick = <Item>(items: readonly Item[], by: number): Item => items[by % items.length] as Item;
const slug = (words: string) =>
  words
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-");
const times = <Item>(count: number, nth: (at: number) => Item) => Array.from({ length: count }, (_, at) => nth(at));

/** The day so many days from today. */
export const dayFromNow = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

const field = (title: string, more: object = { type: "string" }) => ({ title, ...more });
const date = { type: "string", format: "date" };
const schemaOf = (properties: object, required: readonly string[]) => ({
  $schema: "https://json-schema.org/draft/2020-12/schema",
  ...{ type: "object", required, properties },
});

const access = (): DataRecord[] =>
  times(people.length * systems.length, (at) => {
    const person = pick(people, at);
    const system = pick(systems, Math.floor(at / people.length));
    const mixed = mix(at + 5);
    const decided = (mixed >>> 9) % 10 < 6;
    return {
      id: `${slug(system)}/${slug(person)}`,
      ...{ person, team: pick(teams, mix(at % people.length)), system },
      role: pick(duties[system] ?? ["Member"], mixed >>> 3),
      mfa: mixed % 5 > 1,
      lastSignIn: dayFromNow(-(mixed % 120)),
      decision: decided ? (mixed % 13 === 0 ? "remove" : "keep") : "pending",
      ...(decided && { reviewer: pick(["Maya Lindqvist", "Tomás Rivera"], mixed >>> 6) }),
    };
  });

const services = [
  ["Kestrel Payroll", "Payroll", "high", "Employee data"],
  ["Harbor Backup", "Backups", "critical", "Customer data"],
  ["Quillsign", "Contracts and signatures", "medium", "Customer data"],
  ["Tidepool Analytics", "Product analytics", "medium", "Customer data"],
  ["Brightpost Mail", "Transactional mail", "high", "Customer data"],
  ["Mapleworks Edge", "Content delivery", "critical", "None"],
  ["Lanternlight HR", "Applicant tracking", "medium", "Employee data"],
  ["Coppervane Logs", "Log storage", "high", "Customer data"],
  ["Pinecrest Travel", "Travel booking", "low", "Employee data"],
  ["Bluefin Support", "Support desk", "high", "Customer data"],
  ["Oxbow Benefits", "Benefits", "medium", "Employee data"],
  ["Saltmarsh Surveys", "Surveys", "low", "None"],
  ["Fernway Learning", "Security training", "medium", "Employee data"],
  ["Ironbridge Testing", "Penetration tests", "high", "None"],
] as const;

const vendors = (): DataRecord[] =>
  services.map(([name, service, criticality, data], at) => ({
    id: slug(name),
    ...{ name, service, criticality, data, owner: pick(people, mix(at)) },
    // Two were entered before anybody asked for these; the next schema finds them.
    ...(at % 6 !== 4 && { agreementSigned: mix(at) % 5 > 0, reviewDue: dayFromNow((mix(at + 3) % 300) - 20) }),
  }));

const courses = ["Security basics", "Phishing", "Handling personal data"];

const training = (): DataRecord[] =>
  times(people.length * courses.length, (at) => {
    const person = pick(people, at);
    const course = pick(courses, Math.floor(at / people.length));
    const mixed = mix(at + 77);
    return {
      id: `${slug(person)}/${slug(course)}`,
      ...{ person, course, due: dayFromNow((mixed % 60) - 15) },
      ...(mixed % 4 > 0 && { completedOn: dayFromNow(-(mixed % 40) - 16), score: 70 + (mixed % 31) }),
    };
  });

const models = ["Laptop 14″", "Laptop 16″", "Desktop mini", "Phone"];

const devices = (): DataRecord[] =>
  times(64, (at) => {
    const mixed = mix(at + 900);
    return {
      id: `NL-${String(1_000 + at * 7)}`,
      ...{ model: pick(models, mixed), owner: pick(people, at), osVersion: `${14 + (mixed % 3)}.${mixed % 7}` },
      encrypted: mixed % 16 > 0,
      lastSeen: dayFromNow(-(mixed % 12)),
      status: pick(["in use", "in use", "in use", "in stock", "retired"], mixed >>> 4),
    };
  });

export const vendorSchema = (required: readonly string[]) =>
  schemaOf(
    {
      id: field("Id"),
      name: field("Vendor"),
      service: field("Service"),
      criticality: field("Criticality", { enum: ["low", "medium", "high", "critical"] }),
      data: field("Data", { enum: ["None", "Employee data", "Customer data"] }),
      agreementSigned: field("Agreement signed", { type: "boolean" }),
      reviewDue: field("Review due", date),
      owner: field("Owner"),
    },
    ["id", "name", "criticality", ...required],
  );

/** The company's feeds, in the order they were connected. */
export const feeds = (): Record<"access" | "vendors" | "training" | "devices", Feed> => ({
  access: {
    name: "Access review",
    description: "Who can sign in where, from the identity provider",
    ...{ keyName: "identity provider, nightly", displayNameKey: "person", records: access() },
    schema: schemaOf(
      {
        id: field("Id"),
        person: field("Person"),
        system: field("System", { enum: systems }),
        role: field("Role"),
        team: field("Team"),
        mfa: field("MFA", { type: "boolean" }),
        lastSignIn: field("Last sign-in", date),
        decision: field("Decision", { enum: ["pending", "keep", "remove"] }),
        reviewer: field("Reviewer"),
      },
      ["id", "person", "system", "role", "decision"],
    ),
  },
  vendors: {
    name: "Vendors",
    description: "Everybody who handles our data, from the procurement register",
    ...{ keyName: "procurement register", displayNameKey: "name", records: vendors(), schema: vendorSchema([]) },
  },
  training: {
    name: "Security training",
    description: "Who has taken which course, from the learning platform",
    ...{ keyName: "learning platform", displayNameKey: "person", records: training() },
    schema: schemaOf(
      {
        id: field("Id"),
        person: field("Person"),
        course: field("Course", { enum: courses }),
        due: field("Due", date),
        completedOn: field("Completed", date),
        score: field("Score", { type: "integer", minimum: 0, maximum: 100 }),
      },
      ["id", "person", "course", "due"],
    ),
  },
  devices: {
    name: "Devices",
    description: "Laptops and phones, from device management",
    ...{ keyName: "device management, hourly", displayNameKey: "id", records: devices() },
    schema: schemaOf(
      {
        id: field("Asset"),
        model: field("Model", { enum: models }),
        owner: field("Owner"),
        osVersion: field("System version"),
        encrypted: field("Disk encrypted", { type: "boolean" }),
        lastSeen: field("Last seen", date),
        status: field("Status", { enum: ["in use", "in stock", "retired"] }),
      },
      ["id", "model", "status"],
    ),
  },
});
