"use client";

import { GitCompareArrows, History } from "lucide-react";
import { usePages } from "../../connections/addresses";
import { Button, LinkButton } from "../../ui/button";
import { Count } from "../../ui/number";
import type { ResourcePlace } from "../resource-query";
import { useMomentChange } from "./moments";
import { UtcTime } from "./utc-time";

type PastBannerProps = { place: ResourcePlace; asOf: string; onNow: () => void };

/** Says that what is below is not now, and leads back. */
export function PastBanner({ place, asOf, onNow }: PastBannerProps) {
  const pages = usePages();
  const { data } = useMomentChange(place, asOf);
  const time = /^\d{1,15}$/.test(asOf) ? data?.at : asOf;
  return (
    <div
      role="status"
      className="flex shrink-0 flex-wrap items-center gap-x-3 gap-y-1 border-b border-hairline bg-accent-wash px-4 py-1.5 text-body text-ink sm:px-6"
    >
      <History aria-hidden="true" className="size-4 shrink-0 text-accent" />
      <p className="min-w-0 flex-1">
        As of {time === undefined ? "" : <UtcTime time={time} />}
        {data && (
          <>
            {time === undefined ? "" : ", "}revision <Count value={data.revision} />
          </>
        )}
        {data === null && "before the first change"}
        <span className="text-ink-soft"> · to read, not to change</span>
      </p>
      <LinkButton
        size="small"
        variant="quiet"
        href={`${pages.resource(place, "compare")}?from=${encodeURIComponent(asOf)}`}
        icon={<GitCompareArrows aria-hidden="true" />}
      >
        Compare with now
      </LinkButton>
      <Button size="small" onClick={onNow}>
        Back to now
      </Button>
    </div>
  );
}
