import { existsSync } from "node:fs";
import path from "node:path";
import { root, textOf } from "./sources";

export const hasReadme = () => existsSync(path.join(root, "README.md"));

/** The paths that the README's tree names: the fenced block whose lines start with folders (`app/`, `lib/`). */
export function treePaths(): string[] {
  const blocks = [...textOf("README.md").matchAll(/^```\w*\n([\s\S]*?)^```/gm)].map(([, inside]) => inside ?? "");
  const tree = blocks.find((block) => /^(├── |└── )?app\//m.test(block) && /^(├── |└── )?lib\//m.test(block));
  const above: { indent: number; folder: string }[] = [];
  return (tree ?? "").split("\n").flatMap((line) => {
    const plain = line.replace(/[│├└─]/g, " ");
    const name = /[\w.[\]()-][^\s]*/.exec(plain)?.[0] ?? "";
    const indent = plain.length - plain.trimStart().length;
    while (above.length && (above.at(-1)?.indent ?? 0) >= indent) above.pop();
    if (!/^[\w.[\]()/-]+\/$|^[\w-]+(\.[\w-]+)*\.(ts|tsx|mjs|json|prisma|css)$/.test(name)) return [];
    const full = `${above.at(-1)?.folder ?? ""}${name}`;
    if (name.endsWith("/")) above.push({ indent, folder: full });
    return [full];
  });
}

type Row = { name: string; fallback: string };

/** The rows of the README's settings table: `| NAME | default | … |`. */
export function settingRows(): Row[] {
  const rows = textOf("README.md").matchAll(/^\|\s*`([A-Z][A-Z\d_]+)`\s*\|\s*([^|]*?)\s*\|/gm);
  return [...rows].map(([, name = "", shown = ""]) => ({ name, fallback: shown.replaceAll("`", "") }));
}

/** How the table writes a default, so that one text is compared with one text. */
export function shownDefault(fallback: unknown): string {
  if (fallback === "" || fallback === undefined) return "–";
  if (typeof fallback === "boolean") return fallback ? "on" : "off";
  return String(fallback);
}

/** The whole table as it should stand, to paste. */
export function tableOf(settings: Readonly<Record<string, { fallback: unknown; says: string }>>): string {
  const cell = (fallback: unknown) => (shownDefault(fallback) === "–" ? "–" : `\`${shownDefault(fallback)}\``);
  const rows = Object.entries(settings).map(
    ([name, { fallback, says }]) => `| \`${name}\` | ${cell(fallback)} | ${says} |`,
  );
  return ["| Setting | Default | What it does |", "| --- | --- | --- |", ...rows].join("\n");
}
