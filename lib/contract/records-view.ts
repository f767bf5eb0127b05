import { printFilter, printPointer, readFilter, readPointer } from "./filter-text";
import type { Filter } from "./filters";

export type Density = "normal" | "compact";
export type SortBy = { by: string; descending: boolean };

/** How somebody looks at a resource's records; the address holds all of it. Columns are pointers, or ".id" and the like. */
export type RecordsView = {
  q: string;
  filter?: Filter;
  /** The address has a filter that cannot be read. */
  broken?: boolean;
  failing: boolean;
  sort?: SortBy;
  /** The columns shown, in their order; undefined: the usual ones. */
  columns?: readonly string[];
  pinned?: readonly string[];
  widths: Readonly<Record<string, number>>;
  density: Density;
  /** The moment the records are shown as of, a revision or a time; undefined: now. */
  asOf?: string;
  /** The saved view it began with. */
  view?: number;
};

const OWN = ["q", "filter", "failing", "sort", "cols", "pin", "width", "density", "asOf", "view"];
const WIDTH_MAX = 2_000;

/** Reads an address's query. Never throws: what cannot be read is left out. */
export function readView(search: string): RecordsView {
  const query = new URLSearchParams(search);
  const filter = query.get("filter") ?? "";
  const read = readFilter(filter);
  const view = Number(query.get("view"));
  return {
    q: query.get("q") ?? "",
    filter: read,
    ...(filter !== "" && !read && { broken: true }),
    failing: query.get("failing") === "true",
    sort: readSort(query.get("sort")),
    columns: readColumns(query.get("cols")),
    pinned: readColumns(query.get("pin")),
    widths: readWidths(query.get("width")),
    density: query.get("density") === "compact" ? "compact" : "normal",
    ...(isMoment(query.get("asOf")) && { asOf: query.get("asOf") ?? undefined }),
    ...(Number.isSafeInteger(view) && view > 0 && { view }),
  };
}

/** Writes a view as a query, "?" included, "" when nothing is unusual. Parameters of others in `beside` are kept. */
export function printView(view: RecordsView, beside = ""): string {
  const others = [...new URLSearchParams(beside)].filter(([name]) => !OWN.includes(name));
  const pairs: [string, string][] = [
    ["q", view.q],
    ["filter", view.filter ? printFilter(view.filter) : ""],
    ["failing", view.failing ? "true" : ""],
    ["sort", view.sort ? (view.sort.descending ? "-" : "") + printColumn(view.sort.by) : ""],
    ["cols", printColumns(view.columns)],
    ["pin", printColumns(view.pinned)],
    ["width", Object.entries(view.widths).map(printWidth).join(",")],
    ["density", view.density === "compact" ? "compact" : ""],
    ["asOf", view.asOf ?? ""],
    ["view", view.view ? String(view.view) : ""],
    ...others,
  ];
  const said = pairs.filter(([, value]) => value !== "").map(([name, value]) => `${encoded(name)}=${encoded(value)}`);
  return said.length > 0 ? `?${said.join("&")}` : "";
}

/** The parts of a view that decide which records are found and in what order, as one text. */
export const printAsked = ({ q, filter, failing, sort, asOf }: RecordsView): string =>
  printView({ q, filter, failing, sort, asOf, widths: {}, density: "normal" });

/** Whether a text names a moment as the API takes it: a revision, or an ISO 8601 time. */
const isMoment = (text: string | null): boolean =>
  text !== null && /^(\d{1,15}|\d{4}-\d{2}-\d{2}([T ][\d:.]{5,15}(Z|[+-]\d{2}:?\d{2})?)?)$/.test(text);

const kept: Record<string, string> = { "%3A": ":", "%2C": ",", "%3B": ";", "%2F": "/", "%40": "@", "%24": "$" };
const encoded = (text: string) =>
  encodeURIComponent(text).replace(/%(?:3A|2C|3B|2F|40|24)/g, (code) => kept[code] ?? code);

// A column's own names begin with a dot; a field's pointer is written without its slash, a dot there as $2e.
const printColumn = (id: string) =>
  id.startsWith("/") ? printPointer(id).replace(/^[.-]/, (first) => (first === "." ? "$2e" : "$2d")) : id;
const readColumn = (text: string) => (text.startsWith(".") ? text : readPointer(text));

const printColumns = (ids: readonly string[] | undefined) =>
  ids === undefined ? "" : ids.length === 0 ? "." : ids.map(printColumn).join(",");

function readColumns(text: string | null): string[] | undefined {
  if (text === null || text === "") return undefined;
  return text === "." ? [] : text.split(",").map(readColumn);
}

function readSort(text: string | null): SortBy | undefined {
  if (!text) return undefined;
  const descending = text.startsWith("-");
  return { by: readColumn(descending ? text.slice(1) : text), descending };
}

const printWidth = ([id, width]: [string, number]) => `${printColumn(id)}:${Math.round(width)}`;

function readWidths(text: string | null): Record<string, number> {
  const pairs = (text ?? "").split(",").flatMap((pair): [string, number][] => {
    const [column, width] = pair.split(":");
    const pixels = Number(width);
    return column !== undefined && pixels > 0 && pixels <= WIDTH_MAX ? [[readColumn(column), pixels]] : [];
  });
  return Object.fromEntries(pairs);
}
