"use client";

import { Eye } from "lucide-react";
import { Button } from "../ui/button";
import { roleName } from "./role-name";
import { useViewer } from "./viewer";

/** Says as long as it lasts that this tab looks through another role's eyes. */
export function ViewAsBanner() {
  const { viewAs, setViewAs } = useViewer();
  if (!viewAs) return null;
  const name = roleName(viewAs).toLowerCase();
  return (
    <div
      role="status"
      className="flex min-h-9 flex-wrap items-center justify-center gap-x-3 gap-y-1 border-b border-hairline bg-caution-wash px-4 py-1 text-table text-caution print:hidden"
    >
      <span className="flex items-center gap-1.5">
        <Eye aria-hidden="true" className="size-4 shrink-0" />
        You see this as {/^[aeiou]/.test(name) ? "an" : "a"} {name} would
      </span>
      <Button size="small" onClick={() => setViewAs(undefined)}>
        Stop
      </Button>
    </div>
  );
}
