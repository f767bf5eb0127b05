import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import ts from "typescript";

export const root = path.resolve(import.meta.dirname, "../..");

const ours = ["app", "components", "lib", "prisma", "e2e"];
const notOurs = new Set(["lib/db/generated", "node_modules"]);

/** Every file of the house, as paths from the root with forward slashes. */
export function files(): string[] {
  const top = readdirSync(root).filter((name) => isCode(name) && name !== "next-env.d.ts");
  return [...top, ...ours.filter((folder) => existsSync(path.join(root, folder))).flatMap(under)].sort();
}

function under(folder: string): string[] {
  return readdirSync(path.join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const file = `${folder}/${entry.name}`;
    if (notOurs.has(file)) return [];
    return entry.isDirectory() ? under(file) : [file];
  });
}

export const isCode = (file: string) => /\.(ts|tsx|mjs)$/.test(file);

export const textOf = (file: string) => readFileSync(path.join(root, file), "utf8");

/** What a file imports, by the compiler's own scanner: static, dynamic, re-exported and type-only alike. */
export function importsOf(file: string): string[] {
  return ts.preProcessFile(textOf(file), true, true).importedFiles.map(({ fileName }) => fileName);
}

/** The file of ours that an import names, or undefined when it names a package. */
export function target(from: string, specifier: string): string | undefined {
  const meant = specifier.startsWith("@/")
    ? specifier.slice(2)
    : specifier.startsWith(".")
      ? path.posix.join(path.posix.dirname(from), specifier)
      : undefined;
  if (meant === undefined) return undefined;
  const found = [meant, `${meant}.ts`, `${meant}.tsx`, `${meant}.mjs`].find(
    (candidate) => /\.\w+$/.test(candidate) && existsSync(path.join(root, candidate)),
  );
  return found ?? meant;
}

const table = String.raw`([\w".]|\$\{[^}]*\})+`;
const openings = [
  String.raw`select\s[\s\S]*\sfrom\s`,
  String.raw`select\s+[\w.]+\(`,
  String.raw`insert\s+into\s`,
  String.raw`update\s+(only\s+)?${table}\s+(as\s+\w+\s+|\w\s+)?set\s`,
  String.raw`delete\s+from\s`,
  String.raw`with\s+(recursive\s+)?\w+\s*(\([^)]*\)\s*)?as\s+((not\s+)?materialized\s+)?\(`,
  String.raw`(create|alter|drop)\s+(or\s+replace\s+|unique\s+)?(table|index|function|trigger|role|schema|database)\s`,
  String.raw`truncate\s+(table|only)\b`,
  String.raw`copy\s[\s\S]*\s(from\s+stdin|to\s+stdout)`,
  String.raw`lock\s+table\s`,
  String.raw`(listen|notify)\s+${table}$`,
];
const lowerCase = new RegExp(String.raw`^\s*(${openings.join("|")})`);

/** A sentence for people starts with one capital ("Select a file from the list"); a statement has none or only capitals. */
const isStatement = (text: string) =>
  lowerCase.test(text) || (/^\s*[A-Z]{4}/.test(text) && lowerCase.test(text.toLowerCase()));

/** The first SQL statement written in a file's strings and templates, with its line. */
export function sqlIn(file: string): { line: number; text: string } | undefined {
  const source = ts.createSourceFile(file, textOf(file), ts.ScriptTarget.Latest, true);
  const search = (node: ts.Node): { line: number; text: string } | undefined => {
    if (ts.isStringLiteralLike(node) || ts.isTemplateHead(node)) {
      const text = ts.isTemplateHead(node) ? node.parent.getText().slice(1, -1) : node.text;
      const line = source.getLineAndCharacterOfPosition(node.getStart()).line + 1;
      if (isStatement(text)) return { line, text: text.trim().slice(0, 60) };
    }
    return ts.forEachChild(node, search);
  };
  return search(source);
}

/** Whether a file's code reads the environment; text that shows readers how to is none of it. */
export function readsEnvironment(file: string): boolean {
  const source = ts.createSourceFile(file, textOf(file), ts.ScriptTarget.Latest, true);
  const reads = (node: ts.Node): boolean =>
    (ts.isPropertyAccessExpression(node) && /^process\s*\.\s*env$/.test(node.getText())) ||
    ts.forEachChild(node, (child) => reads(child) || undefined) === true;
  return reads(source);
}

/** Names declared in a file: functions, classes, types and constants. */
export function declaredIn(file: string): string[] {
  const source = ts.createSourceFile(file, textOf(file), ts.ScriptTarget.Latest, true);
  const names: string[] = [];
  const visit = (node: ts.Node): void => {
    const named = ts.isClassDeclaration(node) || ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node);
    if ((named || ts.isFunctionDeclaration(node)) && node.name) names.push(node.name.text);
    if (ts.isVariableDeclaration(node) && ts.isIdentifier(node.name)) names.push(node.name.text);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return names;
}

/** The HTTP methods that a route.ts exports, whichever way it writes them. */
export function methodsOf(file: string): string[] {
  const text = textOf(file);
  return ["GET", "POST", "PUT", "PATCH", "DELETE"].filter((method) =>
    new RegExp(
      `export\\s+(const\\s+|async\\s+function\\s+|function\\s+|\\{[^}]*\\b)${method}\\b|export\\s+const\\s+\\{[^}]*\\b${method}\\b`,
    ).test(text),
  );
}
