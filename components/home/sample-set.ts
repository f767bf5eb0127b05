/** The built-in sample: laptops of a small company, as a device manager would report them. */
export const sampleConnection = {
  name: "Sample: company laptops",
  description: "Twelve made-up laptops to look around with. Delete this connection when you have seen enough.",
  providerTypes: ["CUSTOM"],
  workspaceIds: [1],
  identifierKey: "serial",
  displayNameKey: "name",
  schema: {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    type: "object",
    required: ["serial", "name", "owner", "encrypted"],
    properties: {
      serial: { type: "string", description: "The serial number on the device" },
      name: { type: "string", description: "What the owner calls it" },
      owner: { type: "string", format: "email", description: "Who answers for it" },
      model: { type: "string" },
      system: { enum: ["macOS", "Windows", "Linux"], description: "The operating system" },
      systemVersion: { type: "string" },
      encrypted: { type: "boolean", description: "Whether the disk is encrypted" },
      screenLockMinutes: { type: "integer", minimum: 1, description: "Minutes until the screen locks" },
      lastSeen: { type: "string", format: "date", description: "When it last reported" },
    },
  },
} as const;

type Laptop = [
  serial: string,
  name: string,
  owner: string,
  model: string,
  system: string,
  systemVersion: string,
  encrypted: boolean,
  screenLockMinutes: number,
  lastSeen: string,
];

const laptops: readonly Laptop[] = [
  ["C02FX1ABQ05N", "amara-mbp", "amara.okafor@example.com", "MacBook Pro 14", "macOS", "15.6", true, 5, "2026-11-23"],
  ["C02GH7KTML7H", "bruno-air", "bruno.silva@example.com", "MacBook Air 13", "macOS", "15.6", true, 5, "2026-11-23"],
  ["PF3ZK9QT", "chen-t14", "chen.wei@example.com", "ThinkPad T14", "Windows", "11 24H2", true, 10, "2026-11-22"],
  [
    "PF41B7WM",
    "dunya-x1",
    "dunya.haddad@example.com",
    "ThinkPad X1 Carbon",
    "Linux",
    "Ubuntu 24.04",
    true,
    5,
    "2026-11-23",
  ],
  ["5CD3207JXK", "elif-840", "elif.kaya@example.com", "EliteBook 840", "Windows", "11 23H2", false, 10, "2026-11-21"],
  ["C02JK3LMQ6L4", "freja-mbp", "freja.lund@example.com", "MacBook Pro 16", "macOS", "15.5", true, 5, "2026-11-23"],
  ["8QX2LR3", "goran-xps", "goran.petrovic@example.com", "XPS 13", "Windows", "11 24H2", true, 15, "2026-11-20"],
  ["PF4A1C0V", "hana-t14s", "hana.sato@example.com", "ThinkPad T14s", "Linux", "Fedora 42", true, 3, "2026-11-23"],
  ["C02LM9XYMD6T", "ines-air", "ines.moreau@example.com", "MacBook Air 15", "macOS", "14.7", true, 30, "2026-10-30"],
  ["9LT4TN3", "jonas-5440", "jonas.weber@example.com", "Latitude 5440", "Windows", "11 24H2", true, 10, "2026-11-23"],
  ["C02NP5QRQ05D", "kemal-mbp", "kemal.aydin@example.com", "MacBook Pro 14", "macOS", "15.6", true, 5, "2026-11-22"],
  ["FVFHX2ABQ6L8", "spare-03", "it@example.com", "MacBook Air 13", "macOS", "14.6", false, 60, "2026-09-14"],
];

/** The twelve records, as a push carries them. */
export const sampleRecords = laptops.map(
  ([serial, name, owner, model, system, systemVersion, encrypted, screenLockMinutes, lastSeen]) => ({
    serial,
    name,
    owner,
    model,
    system,
    systemVersion,
    encrypted,
    screenLockMinutes,
    lastSeen,
  }),
);
