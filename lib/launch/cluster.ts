import { execFile } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Binaries } from "./binaries";
import { canEnter, chooseUser, endWithUs, identity, PLAIN, type RunAs } from "./run-as";

/** One database cluster: its folder, the user it runs as, and the passwords kept beside it, readable by us only. */
export type Cluster = { place: string; folder: string; user: RunAs; access: Access };
type Access = { superuser: string; owner: string };

/** Where copies and data go when the database's user cannot reach the project: lasting, and open to every user. */
export const ELSEWHERE = "/var/lib/attestry";

/**
 * The cluster of a data folder, wherever it has to live: beside the data normally; below /var/lib, under a name made of
 * the data folder's path, when we are root and the database's user cannot enter there. A note then says where.
 */
export function findCluster(dataFolder: string): Cluster {
  mkdirSync(dataFolder, { recursive: true, mode: 0o711 });
  const data = realpathSync(dataFolder);
  const beside = join(data, "postgres");
  const note = join(data, "postgres-is-at");
  const place = existsSync(note) ? followNote(note, data) : choosePlace(data, beside);
  if (place !== beside) {
    writeFileSync(join(place, "belongs-to"), data);
    writeFileSync(note, place);
  }
  const folder = join(place, "cluster");
  const user = chooseUser(folder);
  if (!canEnter(user, place)) {
    throw new Error(
      `${folder} belongs to ${user?.name ?? "this user"}, who cannot enter there: a folder above it is private. ` +
        "Open the folders above it to others (chmod o+x on each).",
    );
  }
  return { place, folder, user, access: readAccess(place) };
}

function choosePlace(data: string, beside: string): string {
  if (existsSync(join(beside, "cluster"))) return beside;
  const user = chooseUser(beside);
  mkdirSync(beside, { recursive: true, mode: 0o711 });
  if (canEnter(user, beside) && canGiveAway(beside, user)) return beside;
  rmSync(beside, { recursive: true, force: true });
  const name = createHash("sha256").update(data).digest("hex").slice(0, 16);
  // Without a note a cluster there belongs to a data folder that was removed: it is kept, and this one begins anew.
  let away = join(ELSEWHERE, name);
  for (let next = 2; existsSync(join(away, "cluster")); next += 1) away = join(ELSEWHERE, `${name}-${next}`);
  mkdirSync(away, { recursive: true, mode: 0o711 });
  return away;
}

/** A moved data folder keeps its database; a copied one must not share it with the original. */
function followNote(note: string, data: string): string {
  const place = readFileSync(note, "utf8").trim();
  const owner = readFileSync(join(place, "belongs-to"), "utf8").trim();
  if (owner === data || !existsSync(join(owner, "postgres-is-at"))) return place;
  throw new Error(
    `${data} is a copy of ${owner}, whose database is in ${place}; two folders cannot share one. Remove ${note} to begin ` +
      "with an empty database here, and bring the data over with npm run admin -- backup and restore.",
  );
}

/** Some shared folders of containers and networks refuse chown; a cluster cannot live there. */
function canGiveAway(folder: string, user: RunAs): boolean {
  if (!user) return true;
  const probe = join(folder, "probe");
  mkdirSync(probe, { recursive: true });
  try {
    chownSync(probe, user.uid, user.gid);
    return true;
  } catch {
    return false; // that is the answer, not a failure
  } finally {
    rmSync(probe, { recursive: true, force: true });
  }
}

function readAccess(place: string): Access {
  const file = join(place, "access.json");
  if (!existsSync(file)) {
    if (existsSync(join(place, "cluster"))) {
      throw new Error(
        `${file} is missing, and with it the password of the database in ${place}. Put it back from a copy, or move ` +
          "the folder away and restore a backup (npm run admin -- restore --from FILE).",
      );
    }
    const made = { superuser: randomBytes(24).toString("base64url"), owner: randomBytes(24).toString("base64url") };
    writeFileSync(file, JSON.stringify(made), { mode: 0o600 });
  }
  return JSON.parse(readFileSync(file, "utf8")) as Access;
}

/** Makes the cluster if there is none, and refuses one that another major version of PostgreSQL made. */
export async function makeCluster(cluster: Cluster, binaries: Binaries, say: (line: string) => void): Promise<void> {
  const { place, folder } = cluster;
  if (existsSync(folder)) return refuseOtherMajor(folder, binaries.major);
  say(`Creating the database in ${place} …`);
  const half = `${folder}.new`;
  const password = join(place, "password.new");
  rmSync(half, { recursive: true, force: true });
  mkdirSync(half, { mode: 0o700 });
  writeFileSync(password, cluster.access.superuser, { mode: 0o600 });
  for (const path of [half, password]) if (cluster.user) chownSync(path, cluster.user.uid, cluster.user.gid);
  const how = ["--username=postgres", "--auth=scram-sha-256", `--pwfile=${password}`, "--no-instructions"];
  const text = ["--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"];
  try {
    const running = run(join(binaries.bin, "initdb"), ["-D", half, ...how, ...text], {
      ...identity(cluster.user),
      cwd: "/",
      env: PLAIN,
    });
    endWithUs(running.child);
    await running;
  } finally {
    rmSync(password, { force: true });
  }
  renameSync(half, folder);
}

function refuseOtherMajor(folder: string, major: string): void {
  const made = readFileSync(join(folder, "PG_VERSION"), "utf8").trim();
  if (made === major) return;
  throw new Error(
    `The database in ${folder} was made by PostgreSQL ${made}, and this version of Attestry brings ${major}, which cannot read it. ` +
      "To move: with the version of Attestry that you used before, run `npm run admin -- backup --to FILE`; then, with this " +
      "version and a new, empty ATTESTRY_DATA, run `npm run admin -- restore --from FILE`.",
  );
}

/** Writes our settings for the server. They stand in a file of their own, so that ALTER SYSTEM still wins over them. */
export function configure({ folder, user }: Cluster, poolMax: number): void {
  const file = join(folder, "attestry.conf");
  const lines = Object.entries(serverSettings(poolMax)).map(([name, value]) => `${name} = '${value}'`);
  writeFileSync(
    file,
    `# Written at every start of Attestry; change settings with ALTER SYSTEM.\n${lines.join("\n")}\n`,
  );
  chmodSync(file, 0o600);
  if (user) chownSync(file, user.uid, user.gid);
  const main = join(folder, "postgresql.conf");
  const text = readFileSync(main, "utf8");
  if (!text.includes("attestry.conf")) writeFileSync(main, `${text}\ninclude_if_exists 'attestry.conf'\n`);
}

/** Durability stays at its defaults: fsync and synchronous_commit are on, and nothing here touches them. */
const serverSettings = (poolMax: number) => ({
  max_connections: Math.max(100, 2 * poolMax + 50), // the server's and the worker's, and room for people who look
  shared_buffers: "256MB",
  max_wal_size: "2GB",
  checkpoint_timeout: "15min",
  autovacuum_naptime: "10s", // a first push is followed by good plans within seconds
  wal_compression: "on", // pglz: these binaries are built without lz4
  jit: "off",
  timezone: "UTC",
  log_timezone: "UTC",
  logging_collector: "on",
  log_directory: "log",
  log_filename: "postgresql-%a.log",
  log_truncate_on_rotation: "on",
  log_rotation_age: "1d",
  log_rotation_size: 0,
});

const run = promisify(execFile);
