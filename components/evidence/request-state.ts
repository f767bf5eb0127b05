import type { Filter } from "@/lib/contract/filters";
import type { EvidenceRequest, Schedule, SchedulePlan } from "./evidence-api";

export type When = "now" | Schedule["every"];
export type Moment = "now" | "moment" | "session";
type Format = NonNullable<EvidenceRequest["formats"]>[number];

/** What somebody has said in the form; texts as they are typed. The filter and the moment stand in the address. */
export type RequestState = {
  when: When;
  hour: string;
  weekday: string;
  minutesBetween: string;
  keepDays: string;
  session: string;
  /** Undefined: all fields. */
  columns: readonly string[] | undefined;
  formats: readonly Format[];
  title: string;
  note: string;
  tags: string;
  sampled: boolean;
  sampleSize: string;
  seed: string;
  redact: readonly string[];
};

export const formatsOffered: readonly { value: Format; label: string; says: string }[] = [
  { value: "pdf", label: "PDF report", says: "A cover sheet with every fact, for people" },
  { value: "csv", label: "CSV", says: "A row per record, no cell of it a formula" },
  { value: "xlsx", label: "Excel workbook", says: "The same, with the facts on a sheet of their own" },
];

/** What the form begins with. */
export function beginState(given: {
  when?: string | null;
  columns?: readonly string[];
  redact: readonly string[];
}): RequestState {
  const when = (["day", "week", "push", "session"] as const).find((one) => one === given.when);
  return {
    when: when ?? "now",
    hour: "6",
    weekday: "1",
    minutesBetween: "60",
    keepDays: "",
    session: "",
    columns: given.columns,
    formats: ["csv", "xlsx", "pdf"],
    title: "",
    note: "",
    tags: "",
    sampled: false,
    sampleSize: "25",
    seed: "",
    redact: given.redact,
  };
}

/** The form of a schedule that is there. */
export function stateOfSchedule(schedule: Schedule): RequestState {
  const request = schedule.request as EvidenceRequest;
  return {
    ...beginState({ when: schedule.every, columns: request.columns, redact: request.redact ?? [] }),
    hour: String(schedule.hour ?? 6),
    weekday: String(schedule.weekday ?? 1),
    minutesBetween: String(schedule.minutesBetween),
    keepDays: schedule.keepDays === null ? "" : String(schedule.keepDays),
    formats: request.formats ?? ["csv", "xlsx", "pdf"],
    title: request.title ?? "",
    note: request.note ?? "",
    tags: (request.tags ?? []).join(", "),
    sampled: request.sample !== undefined,
    sampleSize: String(request.sample?.size ?? 25),
    seed: request.sample?.seed ?? "",
  };
}

/** What is asked of the API; what is left empty is left out. asOf, filter: what the address holds. */
export function requestOf(state: RequestState, moment: { asOf?: string; filter?: Filter }): EvidenceRequest {
  const tags = state.tags.split(",").flatMap((tag) => tag.trim() || []);
  const once = state.when === "now";
  const session = /^\d+$/.test(state.session) ? Number(state.session) : state.session;
  return {
    ...(once && session !== "" && { session }),
    ...(once && session === "" && moment.asOf !== undefined && { asOf: moment.asOf }),
    ...(moment.filter && { filter: moment.filter as Record<string, unknown> }),
    ...(state.columns && state.columns.length > 0 && { columns: [...state.columns] }),
    ...(state.formats.length < formatsOffered.length && { formats: [...state.formats] }),
    ...(state.title.trim() !== "" && { title: state.title.trim() }),
    ...(state.note.trim() !== "" && { note: state.note.trim() }),
    ...(tags.length > 0 && { tags }),
    ...(state.sampled && {
      sample: { size: Number(state.sampleSize), ...(state.seed.trim() !== "" && { seed: state.seed.trim() }) },
    }),
    ...(state.redact.length > 0 && { redact: [...state.redact] }),
  };
}

/** What is asked of the API for a schedule. */
export function planOf(state: RequestState, filter: Filter | undefined): SchedulePlan {
  const every = state.when === "now" ? "day" : state.when;
  const byClock = every === "day" || every === "week";
  return {
    every,
    ...(byClock && { hour: Number(state.hour) }),
    ...(every === "week" && { weekday: Number(state.weekday) }),
    ...(!byClock && { minutesBetween: Number(state.minutesBetween) }),
    keepDays: state.keepDays.trim() === "" ? null : Number(state.keepDays),
    request: requestOf(state, { filter }),
  };
}
