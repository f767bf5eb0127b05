/** A grey bar where words will be. Give it the width and height of what comes. */
export function Skeleton({ className = "h-4 w-24" }: { className?: string }) {
  return <span aria-hidden="true" className={`block animate-breathe rounded-[4px] bg-wash ${className}`} />;
}

const widths = ["w-2/3", "w-1/2", "w-3/4", "w-2/5", "w-3/5"];

/** Lines of text that are on their way. */
export function SkeletonLines({ lines = 3, label = "Loading" }: { lines?: number; label?: string }) {
  return (
    <div role="status" aria-busy="true" className="flex flex-col gap-3 py-1">
      <span className="sr-only">{label}</span>
      {Array.from({ length: lines }, (_, at) => (
        <Skeleton key={at} className={`h-3.5 ${widths[at % widths.length]}`} />
      ))}
    </div>
  );
}

/** Rows of a table that are on their way: 36 px each, as they will be. */
export function SkeletonRows({
  rows = 8,
  columns = 4,
  label = "Loading",
}: {
  rows?: number;
  columns?: number;
  label?: string;
}) {
  return (
    <div role="status" aria-busy="true" className="border-t border-hairline">
      <span className="sr-only">{label}</span>
      {Array.from({ length: rows }, (_, row) => (
        <div key={row} className="flex h-9 items-center gap-6 border-b border-hairline px-2 max-sm:h-14">
          {Array.from({ length: columns }, (_, column) => (
            <span key={column} className={`flex-1 ${column > 1 ? "max-sm:hidden" : ""}`}>
              <Skeleton className={`h-3 ${widths[(row + column * 2) % widths.length]}`} />
            </span>
          ))}
        </div>
      ))}
    </div>
  );
}
