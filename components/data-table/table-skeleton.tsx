import { Skeleton } from "../ui/skeleton";

const widths = ["w-2/3", "w-1/2", "w-3/4", "w-2/5", "w-3/5"];
const ROWS = 32;

type TableSkeletonProps = { columns: number; height: "normal" | "compact"; label: string };

/** The table before its rows are there: a head and rows of the same heights, in classes only. */
export function TableSkeleton({ columns, height, label }: TableSkeletonProps) {
  const row = height === "compact" ? "h-7" : "h-8";
  const shown = Math.max(1, Math.min(columns, 8));
  return (
    <div role="status" className="min-h-0 flex-1 overflow-hidden bg-sheet">
      <span className="sr-only">Loading {label}</span>
      <div className="h-7 border-b border-hairline bg-paper max-sm:hidden" />
      {Array.from({ length: ROWS }, (_, at) => (
        <div
          key={at}
          className={`flex items-center gap-6 border-b border-hairline pr-2 pl-12 max-sm:h-15 max-sm:flex-col max-sm:items-start max-sm:justify-center max-sm:gap-2 ${row}`}
        >
          {Array.from({ length: shown }, (_, column) => (
            <span key={column} className={`w-full flex-1 max-sm:flex-none ${column > 1 ? "max-sm:hidden" : ""}`}>
              <Skeleton className={`h-3 ${widths[(at + column * 2) % widths.length]}`} />
            </span>
          ))}
        </div>
      ))}
    </div>
  );
}
