/** A few numbers over time as a line of bars; what they say stands beside it. */
export function Sparkline({ values, tone = '--series-1' }: { values: number[]; tone?: string }) {
  const most = Math.max(1, ...values);
  const width = 100 / Math.max(1, values.length);
  return (
    <svg
      width="100%"
      height="20"
      viewBox="0 0 100 20"
      preserveAspectRatio="none"
      aria-hidden="true"
      style={{ display: 'block' }}
    >
      {values.map((value, index) => {
        const height = value === 0 ? 0.6 : Math.max(1.5, (value / most) * 19);
        return (
          <rect
            // biome-ignore lint/suspicious/noArrayIndexKey: the place in time is what the bar is
            key={index}
            x={index * width + width * 0.1}
            y={20 - height}
            width={width * 0.8}
            height={height}
            fill={`var(${value === 0 ? '--line-strong' : tone})`}
          />
        );
      })}
    </svg>
  );
}
