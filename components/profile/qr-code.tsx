const MARGIN = 4;

/** A QR code drawn from its modules, always dark on light: cameras do not read it the other way round. */
export function QrCode({ rows, label }: { rows: readonly string[]; label: string }) {
  const size = rows.length + 2 * MARGIN;
  const path = rows.flatMap((row, y) => [...row.matchAll(/1+/g)].map((run) => moveOver(run, y))).join("");
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox={`0 0 ${size} ${size}`}
      shapeRendering="crispEdges"
      className="size-44 rounded-6 bg-code-light"
    >
      <path d={path} className="fill-code-dark" />
    </svg>
  );
}

function moveOver(run: RegExpExecArray, y: number): string {
  const width = run[0].length;
  return `M${run.index + MARGIN} ${y + MARGIN}h${width}v1h-${width}z`;
}
