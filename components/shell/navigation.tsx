"use client";

import { usePathname } from "next/navigation";
import { PageLink } from "../ui/page-link";
import { isOffered, places } from "./places";
import { useViewer } from "./viewer";

const link =
  "flex h-8 items-center gap-2.5 rounded-6 px-2 text-body no-underline transition-colors duration-150 max-sm:h-11 [&_svg]:size-4 [&_svg]:shrink-0";
const off = "text-ink-soft hover:bg-wash hover:text-ink";
const on = "bg-wash font-medium text-ink [&_svg]:text-accent";

type NavigationProps = {
  /** Told when a place is chosen, so that a sheet can close. */
  onGo?: () => void;
  /** Whether the job tray stands below it. */
  tray?: boolean;
};

/** The places of the account. */
export function Navigation({ onGo, tray = false }: NavigationProps) {
  const viewer = useViewer();
  const home = `/a/${viewer.account.id}`;
  const here = usePathname();
  const offered = places.filter((place) => isOffered(place, viewer) && !(tray && place.inTray));
  const groups = [offered.filter(({ running }) => !running), offered.filter(({ running }) => running)];
  return (
    <nav aria-label="Account" className="flex flex-col gap-3">
      {groups.map((group, at) => (
        <ul key={at} className={`flex flex-col gap-0.5 ${at > 0 ? "border-t border-hairline pt-3" : ""}`}>
          {group.map(({ label, path, icon: Icon }) => {
            const href = `${home}${path}`;
            const current = here === href || (path !== "" && here.startsWith(`${href}/`));
            return (
              <li key={label}>
                <PageLink
                  href={href}
                  onClick={onGo}
                  aria-current={current ? "page" : undefined}
                  className={`${link} ${current ? on : off}`}
                >
                  <Icon aria-hidden="true" />
                  {label}
                </PageLink>
              </li>
            );
          })}
        </ul>
      ))}
    </nav>
  );
}
