"use client";

import { lazy, type ReactNode, Suspense } from "react";
import "./return-focus";

const OpenedDrawer = lazy(() => import("./opened-drawer"));

export type DrawerProps = {
  open: boolean;
  onClose: () => void;
  title: ReactNode;
  /** Under the title, faint. */
  meta?: ReactNode;
  /** To the one before and the one after in the list behind; undefined at its ends. */
  onPrevious?: () => void;
  onNext?: () => void;
  /** Whether the drawer stands beside a list at all, so that its arrows are drawn. */
  inList?: boolean;
  /** More buttons of the header, before the arrows. */
  actions?: ReactNode;
  /** Buttons that stay in sight at the bottom. */
  footer?: ReactNode;
  width?: "normal" | "wide";
  /** Puts a scrim over the page and keeps focus inside. */
  modal?: boolean;
  children: ReactNode;
};

/** One thing of a list, beside the list, which stays usable. Below 640 px it is the whole page. */
export function Drawer(props: DrawerProps) {
  if (!props.open) return null;
  return (
    <Suspense>
      <OpenedDrawer {...props} />
    </Suspense>
  );
}
