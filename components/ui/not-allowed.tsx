import { Lock } from "lucide-react";
import type { ReactNode } from "react";
import { type Permission, permissions } from "@/lib/contract/permissions";

type NotAllowedProps = {
  /** The permission that is missing. */
  permission?: Permission;
  /** What is not allowed, where no single permission says it. */
  what?: string;
  children?: ReactNode;
};

/** Not for this person: names the permission, what it is for, and who can grant it. */
export function NotAllowed({ permission, what, children }: NotAllowedProps) {
  const row = permission && permissions[permission];
  return (
    <section className="mx-auto flex max-w-[40rem] flex-col items-start gap-2 px-2 py-12 text-body">
      <h2 className="flex items-center gap-2 text-section font-semibold">
        <Lock aria-hidden="true" className="size-4 text-ink-faint" />
        Your role does not include this
      </h2>
      {row && (
        <p className="text-ink-soft">
          It needs the permission <strong className="font-medium text-ink">{row.label}</strong>: {lowered(row.says)}.
        </p>
      )}
      {!row && what && <p className="text-ink-soft">{what}</p>}
      <p className="text-ink-soft">An administrator of this account can grant it under People.</p>
      {children}
    </section>
  );
}

const lowered = (text: string) => text.charAt(0).toLowerCase() + text.slice(1);
