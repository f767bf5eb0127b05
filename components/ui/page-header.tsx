import { ChevronRight } from "lucide-react";
import Link from "next/link";
import { Fragment, type ReactNode } from "react";

export type Crumb = { label: ReactNode; href: string };

/** Where this page stands: the pages above it, each a link. The page itself is the title below, so it is not repeated. */
export function Breadcrumbs({ crumbs }: { crumbs: readonly Crumb[] }) {
  return (
    <nav aria-label="Breadcrumb" className="min-w-0">
      <ol className="flex min-w-0 items-center gap-1 text-table text-ink-faint">
        {crumbs.map(({ label, href }, at) => (
          <Fragment key={href}>
            {at > 0 && <ChevronRight aria-hidden="true" className="size-3.5 shrink-0" />}
            <li className="min-w-0 shrink truncate">
              <Link href={href} className="text-ink-faint no-underline hover:text-ink hover:underline max-sm:py-3">
                {label}
              </Link>
            </li>
          </Fragment>
        ))}
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
      <div className="mt-1 flex flex-wrap items-center gap-x-4 gap-y-2">
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
      {tabs && <div className="mt-3">{tabs}</div>}
    </header>
  );
}
