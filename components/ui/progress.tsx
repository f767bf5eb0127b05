/** How far something is. `done` of `total`, or unknown while total is undefined. */
export function Progress({ label, done, total }: { label: string; done: number; total?: number }) {
  const known = total !== undefined && total > 0;
  const share = known ? Math.min(100, (done / total) * 100) : 0;
  return (
    <svg
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={known ? Math.round(share) : undefined}
      viewBox="0 0 100 4"
      preserveAspectRatio="none"
      className="block h-1 w-full overflow-hidden rounded-full bg-hairline"
    >
      <rect width={known ? share : 100} height="4" className={known ? "fill-accent" : "animate-breathe fill-accent"} />
    </svg>
  );
}
