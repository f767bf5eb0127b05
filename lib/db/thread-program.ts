import { files, path } from "./untraced";

/**
 * The file of a program that runs in a thread of its own, built beside the server's: the project's folder is where the
 * process runs, or stands above. Throws when it is not there.
 */
export function threadProgram(name: "workbook" | "leaves"): string {
  const here = process.cwd();
  for (let folder = here; ; folder = path.dirname(folder)) {
    const found = path.join(folder, ".build", `${name}.mjs`);
    if (files.existsSync(found)) return found;
    if (folder === path.dirname(folder)) throw new Error(`No .build/${name}.mjs in ${here} or above.`);
  }
}
