import { syntaxTree } from "@codemirror/language";
import type { EditorState } from "@codemirror/state";
import { pointerNames } from "@/lib/schema/columns";

type SyntaxNode = ReturnType<typeof syntaxTree>["topNode"];
type Range = { from: number; to: number };

const nameOf = (state: EditorState, property: SyntaxNode): string | undefined => {
  const name = property.getChild("PropertyName");
  if (!name) return undefined;
  try {
    return JSON.parse(state.sliceDoc(name.from, name.to)) as string;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
};

/** Where a pointer's value stands in the text; for one that is absent, the name or brace of what should hold it. */
export function rangeOf(state: EditorState, pointer: string): Range {
  let node = syntaxTree(state).topNode.firstChild;
  let shown: Range = { from: node?.from ?? 0, to: Math.min(node?.to ?? 0, (node?.from ?? 0) + 1) };
  for (const step of pointerNames(pointer)) {
    if (node?.name === "Object") {
      const property: SyntaxNode | undefined = node
        .getChildren("Property")
        .findLast((one) => nameOf(state, one) === step);
      if (!property) return shown;
      const name: SyntaxNode | null = property.getChild("PropertyName");
      if (name) shown = { from: name.from, to: name.to };
      node = property.lastChild;
    } else if (node?.name === "Array") {
      const items: SyntaxNode[] = valuesOf(node);
      const item: SyntaxNode | undefined = items[Number(step)];
      if (!item) return shown;
      shown = { from: item.from, to: Math.min(item.to, item.from + 1) };
      node = item;
    } else return shown;
  }
  if (!node || node.name === "Object" || node.name === "Array") return shown;
  return { from: node.from, to: node.to };
}

const VALUES = new Set(["Object", "Array", "String", "Number", "True", "False", "Null"]);

function valuesOf(list: SyntaxNode): SyntaxNode[] {
  const found: SyntaxNode[] = [];
  for (let child = list.firstChild; child; child = child.nextSibling) if (VALUES.has(child.name)) found.push(child);
  return found;
}

/** The way from the top to a node, and the names its object holds already. */
export function wayTo(state: EditorState, node: SyntaxNode): { path: (string | number)[]; taken: string[] } {
  const path: (string | number)[] = [];
  let taken: string[] | undefined;
  for (let here: SyntaxNode | null = node; here?.parent; here = here.parent) {
    const { parent } = here;
    if (parent.name === "Property" && here.name !== "PropertyName") path.unshift(nameOf(state, parent) ?? "");
    if (parent.name === "Array")
      path.unshift(
        Math.max(
          0,
          valuesOf(parent).findIndex((one) => one.from >= node.from),
        ),
      );
    if (parent.name === "Object") taken ??= parent.getChildren("Property").map((one) => nameOf(state, one) ?? "");
  }
  if (node.name === "Object") taken = node.getChildren("Property").map((one) => nameOf(state, one) ?? "");
  return { path, taken: taken ?? [] };
}
