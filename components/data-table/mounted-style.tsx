"use client";

import { useLayoutEffect, useRef } from "react";

/** A table column's width, set from a script: the page's policy allows no style attribute. */
export function Col({ width }: { width: number }) {
  const ref = useRef<HTMLTableColElement>(null);
  useLayoutEffect(() => ref.current?.style.setProperty("width", `${width}px`), [width]);
  return <col ref={ref} />;
}

/** The height of rows that are not drawn. */
export function Spacer({ height, columns }: { height: number; columns: number }) {
  const ref = useRef<HTMLTableCellElement>(null);
  useLayoutEffect(() => ref.current?.style.setProperty("height", `${height}px`), [height]);
  return (
    <tr aria-hidden="true">
      <td ref={ref} colSpan={columns} />
    </tr>
  );
}
