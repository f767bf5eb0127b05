import type { PageRound } from "./page-round";
import { median, table } from "./report";

type Aim = { most: number } | { least: number } | "yes";
type Row = { what: string; aim: Aim; unit?: "s" | "KB"; of: (round: PageRound) => number | boolean };

/** One figure beside what it is to be. */
export type Figure = { what: string; shown: string; aim: string; met: boolean };

const seconds = (what: string, most: number, of: (round: PageRound) => number): Row => ({
  ...{ what, unit: "s", aim: { most } },
  of: (round) => of(round) / 1_000,
});

/** What the pages are to reach, row by row. */
const rows: readonly Row[] = [
  { what: "script on the first load of records, as it travels", unit: "KB", aim: { most: 240 }, of: (r) => r.scriptKb },
  { what: "requests of that load", aim: { most: 25 }, of: (r) => r.requests },
  { what: "other origins asked", aim: { most: 0 }, of: (r) => r.foreign },
  { what: "errors on the console", aim: { most: 0 }, of: (r) => r.complaints },
  seconds("empty cache → rows", 0.9, (r) => r.firstRows),
  seconds("reload → rows", 0.5, (r) => r.reloadedRows),
  seconds("sort → result", 0.15, (r) => r.sort),
  seconds("sort by a field that is not declared → result", 0.15, (r) => r.sortUndeclared),
  seconds("last filter choice → result", 0.12, (r) => r.filter),
  { what: "acts of a filter with two conditions, by keyboard", aim: { most: 5 }, of: (r) => r.filterActs },
  { what: "the filter stands in the address", aim: "yes", of: (r) => r.filterInAddress },
  { what: "Back undoes it, condition by condition", aim: "yes", of: (r) => r.backUndoes },
  seconds("open a record → its form", 0.15, (r) => r.open),
  seconds("save → said to be saved", 0.09, (r) => r.save),
  { what: "acts of edit, save and undo; the undo is one", aim: { most: 4 }, of: (r) => r.editActs },
  { what: "rows on screen at 1440×900, of a real table", aim: { least: 22 }, of: (r) => r.rows },
  { what: "nodes that axe faults: table", aim: { most: 0 }, of: (r) => r.brokenInTable },
  { what: "nodes that axe faults: record", aim: { most: 0 }, of: (r) => r.brokenInRecord },
  { what: "keyboard only: filter and open a record", aim: "yes", of: (r) => r.byKeyboard },
  { what: "frames over 50 ms while 5,000 rows are scrolled", aim: { most: 0 }, of: (r) => r.slowFrames },
  {
    what: "policy without unsafe-eval and unsafe-inline",
    aim: "yes",
    of: ({ policy }) => policy.includes("script-src") && !/unsafe-(eval|inline)/.test(policy),
  },
];

/** The medians of the rounds beside the aims. dialogs: how many stood between sign-in and work. */
export function pagesReport(rounds: readonly PageRound[], dialogs: number): { text: string; figures: Figure[] } {
  const between: Row = { what: "dialogs between sign-in and work", aim: { most: 0 }, of: () => dialogs };
  const figures = [...rows, between].map((row) => figureOf(row, rounds));
  const lines = figures.map(({ what, shown, aim, met }) => [what, shown, aim, met ? "met" : "missed"]);
  const longest = Math.round(median(rounds.map(({ longestFrame }) => longestFrame)));
  const text = [
    `pages: medians of ${rounds.length} rounds, each with an empty cache`,
    table([["", "measured", "aim", ""], ...lines]),
    `  The longest frame of scrolling took ${longest} ms.`,
    `${figures.filter(({ met }) => met).length} of ${figures.length} aims met.`,
  ].join("\n");
  return { text, figures };
}

function figureOf({ what, aim, unit, of }: Row, rounds: readonly PageRound[]): Figure {
  const values = rounds.map(of);
  if (aim === "yes") {
    const met = values.every((value) => value === true);
    return { what, shown: met ? "yes" : "no", aim, met };
  }
  const value = median(values.map(Number));
  const shown = unit === "s" ? `${value.toFixed(2)} s` : `${Math.round(value)}${unit ? ` ${unit}` : ""}`;
  const ofUnit = unit ? ` ${unit}` : "";
  if ("least" in aim) return { what, shown, aim: `≥ ${aim.least}${ofUnit}`, met: value >= aim.least };
  return { what, shown, aim: `≤ ${aim.most}${ofUnit}`, met: value <= aim.most };
}
