import { dirname, join } from "node:path";

/** Out of the bundler's sight: for a file whose folder is known at run time only it would trace the whole project. */
const files = process.getBuiltinModule("node:fs");

const FOLDER = join("lib", "evidence", "bundle", "check");
/** What they are called in each bundle. */
export const verifierNames = ["VERIFY.md", "verify.mjs", "verify.py"] as const;

/**
 * The files of each bundle by which it is checked: the very ones of the source, which tests run and which stand beside
 * every server. Throws when they do not.
 */
export function verifierFiles(): { name: string; content: Buffer }[] {
  const folder = folderOfVerifiers();
  return verifierNames.map((name) => ({ name, content: files.readFileSync(join(folder, name)) }));
}

function folderOfVerifiers(): string {
  const here = process.cwd();
  for (let folder = here; ; folder = dirname(folder)) {
    const found = join(folder, FOLDER);
    if (files.existsSync(join(found, "verify.py"))) return found;
    if (folder === dirname(folder)) throw new Error(`No ${FOLDER}/verify.py in ${here} or above.`);
  }
}
