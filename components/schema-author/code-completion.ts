import type { Completion, CompletionContext, CompletionResult } from "@codemirror/autocomplete";
import { syntaxTree } from "@codemirror/language";
import { dialectIn } from "@/lib/schema/builder/lint";
import { memberOf, nodeAt, type JsonDocument, type Path } from "@/lib/schema/builder/json-tree";
import { typeNames } from "@/lib/schema/builder/keyword-edits";
import { keywordNames, metaKeywords } from "@/lib/schema/builder/meta-shapes";
import { wayTo } from "../records/json/json-places";

const FORMATS =
  "date date-time time duration email hostname ipv4 ipv6 uri uri-reference uri-template uuid json-pointer regex".split(
    " ",
  );
const OFFERED_MAX = 300;

/** Offers keywords where a schema's keyword belongs, and what may stand there where its value belongs. */
export function schemaCompletion(documentNow: () => JsonDocument) {
  return ({ state, pos, explicit }: CompletionContext): CompletionResult | null => {
    const document = documentNow();
    const node = syntaxTree(state).resolveInner(pos, -1);
    const isName = node.name === "PropertyName" || (node.name === "Object" && !/:\s*$/.test(state.sliceDoc(0, pos)));
    const start = node.name === "PropertyName" && node.parent?.parent ? node.parent.parent : node;
    const { path, taken } = wayTo(state, start);
    if (isName) {
      const from = node.name === "PropertyName" ? node.from : pos;
      if ((from === pos && !explicit) || !isSchemaAt(document, path)) return null;
      const own = node.name === "PropertyName" ? state.sliceDoc(node.from, node.to) : "";
      const names = keywordNames(dialectIn(document) ?? "2020-12");
      const free = names.filter((name) => !taken.includes(name) || JSON.stringify(name) === own);
      return { from, options: free.map((name) => ({ ...quoted(name), apply: `${JSON.stringify(name)}: ` })) };
    }
    const within = node.name === "String" || node.name === "⚠";
    if (!within && !explicit) return null;
    const before = state.sliceDoc(0, within ? node.from : pos);
    const named = /"((?:[^"\\]|\\.)*)"\s*:\s*$/.exec(before)?.[1];
    const way = within || named === undefined || path.at(-1) === named ? path : [...path, named];
    const options = valuesAt(document, way).slice(0, OFFERED_MAX);
    return options.length > 0 ? { from: within ? node.from : pos, options } : null;
  };
}

const quoted = (name: string): Completion => ({ label: JSON.stringify(name), type: "property" });

/** Whether a schema stands at the end of a way, told by the keywords on it. */
function isSchemaAt(document: JsonDocument, path: Path): boolean {
  const keywords = metaKeywords(dialectIn(document) ?? "2020-12");
  let inSchema = true;
  let within: string | undefined;
  for (const step of path) {
    if (inSchema && typeof step === "string") {
      within = Object.hasOwn(keywords, step) ? keywords[step]?.within : undefined;
      if (!within) return false;
      inSchema = within === "itself" || within === "schema or list";
    } else if (typeof step === "number" && within === "schema or list") inSchema = true;
    else if (!inSchema) inSchema = true;
    else return false;
  }
  return inSchema;
}

function valuesAt(document: JsonDocument, path: Path): Completion[] {
  const last = path.at(-1);
  const keyword = typeof last === "number" ? path.at(-2) : last;
  switch (keyword) {
    case "type":
      return typeNames.map(quoted);
    case "format":
      return FORMATS.map(quoted);
    case "required":
      return fieldsBeside(document, path.slice(0, typeof last === "number" ? -2 : -1)).map(quoted);
    case "$ref":
      return ["$defs", "definitions"].flatMap((shelf) => {
        const map = memberOf(document.root, shelf)?.value;
        return map?.kind === "object" ? map.members.map(({ key }) => quoted(`#/${shelf}/${key}`)) : [];
      });
    case "$schema":
      return ["https://json-schema.org/draft/2020-12/schema", "http://json-schema.org/draft-07/schema#"].map(quoted);
    default:
      return [];
  }
}

function fieldsBeside(document: JsonDocument, holder: Path): string[] {
  const properties = memberOf(nodeAt(document, holder), "properties")?.value;
  return properties?.kind === "object" ? properties.members.map(({ key }) => key) : [];
}
