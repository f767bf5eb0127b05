type SparklineProps = {
  values: readonly number[];
  /** The same in words, as "12 pushes in 14 days, 3 today". */
  says: string;
  className?: string;
};

/** How often, day by day, as bars in a line of text. A day without any keeps a hairline, so that gaps are seen. */
export function Sparkline({ values, says, className = "h-5 w-24" }: SparklineProps) {
  const most = Math.max(1, ...values);
  const step = 100 / Math.max(1, values.length);
  return (
    <svg role="img" aria-label={says} viewBox="0 0 100 20" preserveAspectRatio="none" className={className}>
      <title>{says}</title>
      {values.map((value, at) => {
        const height = value > 0 ? Math.max(3, (value / most) * 20) : 1;
        return (
          <rect
            key={at}
            x={at * step}
            y={20 - height}
            width={step * 0.7}
            height={height}
            className={value > 0 ? "fill-accent" : "fill-edge"}
          />
        );
      })}
    </svg>
  );
}
