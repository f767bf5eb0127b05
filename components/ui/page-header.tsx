"use client";

import { ChevronLeft, ChevronRight } from "lucide-react";
import { Fragment, type ReactNode } from "react";
import { createPortal } from "react-dom";
import { useMounted } from "./mounted";
import { PageLink } from "./page-link";

export type Crumb = { label: ReactNode; href: string };

/** The id of the place in the top bar where breadcrumbs appear. */
export const BREADCRUMB_SLOT = "breadcrumb";

/**
 * The pages above this one, each a link, drawn in the top bar, which keeps its height without them. The page itself is
 * the title below. Where there is little room, only the nearest is shown, as the way back.
 */
function Breadcrumbs({ crumbs }: { crumbs: readonly Crumb[] }) {
  const slot = useMounted() ? document.getElementById(BREADCRUMB_SLOT) : null;
  return slot && createPortal(<Trail crumbs={crumbs} />, slot);
}

function Trail({ crumbs }: { crumbs: readonly Crumb[] }) {
  return (
    <nav aria-label="Breadcrumb" className="min-w-0">
      <ol className="flex min-w-0 items-center gap-1 text-body text-ink-faint">
        {crumbs.map(({ label, href }, at) => {
          const nearest = at === crumbs.length - 1;
          return (
            <Fragment key={href}>
              <li className={`min-w-0 truncate ${nearest ? "" : "max-sm:hidden"}`}>
                <PageLink
                  href={href}
                  className="flex min-w-0 items-center gap-0.5 rounded-6 px-1 text-ink-soft no-underline hover:text-ink hover:underline max-sm:h-11"
                >
                  <ChevronLeft aria-hidden="true" className="size-4 shrink-0 sm:hidden" />
                  <bdi className="truncate">{label}</bdi>
                </PageLink>
              </li>
              {!nearest && (
                <li aria-hidden="true" className="max-sm:hidden">
                  <ChevronRight className="size-3.5 shrink-0" />
                </li>
              )}
            </Fragment>
          );
        })}
      </ol>
    </nav>
  );
}

type PageHeaderProps = {
  crumbs?: readonly Crumb[];
  title: ReactNode;
  /** Faint, after the title: counts, versions, freshness. */
  meta?: ReactNode;
  /** The one primary action, with what stands beside it. */
  action?: ReactNode;
  /** A Menu with the rest. */
  menu?: ReactNode;
  /** LinkTabs under the title. */
  tabs?: ReactNode;
};

/** The top of every page: where it stands, what it is, the one thing to do at the right. */
export function PageHeader({ crumbs = [], title, meta, action, menu, tabs }: PageHeaderProps) {
  return (
    <header className={tabs ? "mb-4" : "mb-5"}>
      {crumbs.length > 0 && <Breadcrumbs crumbs={crumbs} />}
      <div className="flex min-h-8 flex-wrap items-center gap-x-4 gap-y-2">
        <div className="flex min-w-0 flex-1 basis-60 flex-wrap items-baseline gap-x-3 gap-y-0.5">
          <h1 className="min-w-0 text-title font-semibold wrap-anywhere">{title}</h1>
          {meta && <div className="min-w-0 text-table text-ink-faint">{meta}</div>}
        </div>
        {(action || menu) && (
          <div className="flex flex-wrap items-center gap-2">
            {action}
            {menu}
          </div>
        )}
      </div>
      {tabs && <div className="mt-1">{tabs}</div>}
    </header>
  );
}
