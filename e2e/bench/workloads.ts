import type { Measured, Side } from "./side";

const SINGLE_SECONDS = 5;
const PAGE_SECONDS = 3;

/** One kind of work that the sides are compared by. */
export type Workload = {
  name: string;
  says: string;
  unit: string;
  /** What app is to reach of limit. */
  aim: number;
  /** What a side holds before the clock runs. */
  needs: "nothing" | "first push" | "records";
  /** Whether reads are measured, whose plans need statistics. */
  reads?: boolean;
  measure: (side: Side) => Promise<Measured>;
};

const bulk = (size: number): Workload => ({
  name: `bulk-${size}`,
  says: `100,000 new records, ${size.toLocaleString("en")} a request`,
  unit: "records/s",
  aim: 0.45,
  needs: "nothing",
  measure: (side) => side.push({ size, changed: false }),
});

const half = (size: number): Workload => ({
  name: `half-${size}`,
  says: `the same records again, half of them changed, ${size.toLocaleString("en")} a request`,
  unit: "records/s",
  aim: 0.4,
  needs: "first push",
  measure: (side) => side.push({ size, changed: true }),
});

/** Every workload, in the order they run in. */
export const workloads: readonly Workload[] = [
  bulk(1_000),
  half(1_000),
  bulk(10_000),
  half(10_000),
  {
    name: "page",
    says: "pages of 50, filtered by two JSON fields and sorted by one, 16 connections",
    unit: "pages/s",
    aim: 0.35,
    needs: "records",
    reads: true,
    measure: (side) => side.pages(PAGE_SECONDS),
  },
  {
    name: "export",
    says: "all records read out",
    unit: "records/s",
    aim: 0.5,
    needs: "records",
    reads: true,
    measure: (side) => side.readAll(),
  },
  {
    name: "single",
    says: "single upserts among 200,000 ids of which half are known, 16 connections",
    unit: "upserts/s",
    aim: 0.3,
    needs: "records",
    measure: (side) => side.singles(SINGLE_SECONDS),
  },
];
