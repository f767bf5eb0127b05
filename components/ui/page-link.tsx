"use client";

import Link from "next/link";
import { type ComponentProps, useState } from "react";

type PageLinkProps = Omit<ComponentProps<typeof Link>, "prefetch">;

/**
 * A link to another page of ours, which is made ready when somebody comes near it: a pointer over it, or the focus on it.
 * Made ready by being in sight, the links around a page would ask for more than the page itself does.
 */
export function PageLink({ onPointerEnter, onFocus, ...rest }: PageLinkProps) {
  const [near, setNear] = useState(false);
  return (
    <Link
      {...rest}
      prefetch={near ? null : false}
      onPointerEnter={(event) => {
        setNear(true);
        onPointerEnter?.(event);
      }}
      onFocus={(event) => {
        setNear(true);
        onFocus?.(event);
      }}
    />
  );
}
