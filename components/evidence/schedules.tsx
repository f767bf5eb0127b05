"use client";

import { CalendarClock, MoreHorizontal, Pencil, Trash2 } from "lucide-react";
import { useState } from "react";
import type { Filter } from "@/lib/contract/filters";
import { printView } from "@/lib/contract/records-view";
import { api } from "../api";
import { type Place, usePages } from "../connections/addresses";
import { useViewer } from "../shell/viewer";
import { LinkButton } from "../ui/button";
import { DangerDialog } from "../ui/dialog";
import { FailedState } from "../ui/failed-state";
import { IconButton } from "../ui/icon-button";
import { Menu, MenuItem } from "../ui/menu";
import { PageLink } from "../ui/page-link";
import { SkeletonRows } from "../ui/skeleton";
import { Status } from "../ui/status";
import { Switch } from "../ui/switch";
import { RelativeTime } from "../ui/time";
import { toast } from "../ui/toast";
import { type Schedule, schedulesApi, useEvidenceStale, useSchedules } from "./evidence-api";
import { EvidenceState } from "./evidence-words";
import { whenOf } from "./schedule-words";

/** What generates evidence of a resource by itself: when, as whom, what came of the last run. */
export function Schedules({ place }: { place: Place }) {
  const pages = usePages();
  const { can } = useViewer();
  const { data, error, refetch } = useSchedules(place);
  const may = can("evidence-schedule", place.connectionId);
  if (data?.length === 0 && !may) return null;
  return (
    <section aria-labelledby="schedules" className="min-w-0">
      <div className="mb-2 flex flex-wrap items-center gap-x-4 gap-y-2">
        <h2 id="schedules" className="flex-1 text-section font-semibold">
          Schedules
        </h2>
        {may && (
          <LinkButton
            size="small"
            href={`${pages.resource(place, "evidence/new")}?when=day`}
            icon={<CalendarClock aria-hidden="true" />}
          >
            New schedule
          </LinkButton>
        )}
      </div>
      {error && <FailedState what="The schedules could not be read" problem={error} retry={() => void refetch()} />}
      {!data && !error && <SkeletonRows rows={1} columns={3} label="Loading schedules" />}
      {data?.length === 0 && (
        <p className="max-w-[60ch] text-body text-ink-soft">
          None yet. A schedule generates evidence every day or week, or whenever records came in, and keeps it as long
          as you say.
        </p>
      )}
      {data && data.length > 0 && (
        <ul className="border-t border-hairline">
          {data.map((schedule) => (
            <ScheduleLine key={schedule.id} place={place} schedule={schedule} may={may} />
          ))}
        </ul>
      )}
    </section>
  );
}

type LineProps = { place: Place; schedule: Schedule; may: boolean };

function ScheduleLine({ place, schedule, may }: LineProps) {
  const pages = usePages();
  const stale = useEvidenceStale();
  const [ending, setEnding] = useState(false);
  const address = `${schedulesApi(place)}/${schedule.id}`;
  const { title } = schedule.request as { title?: string };
  const turn = async (on: boolean) => {
    try {
      await api.patch(address, { body: { on } });
    } catch (problem) {
      toast.failed(problem, "The schedule was not changed");
    }
    await stale();
  };
  const end = async () => {
    try {
      await api.delete(address);
      toast.done("The schedule is over; what it generated stays");
    } catch (problem) {
      toast.failed(problem, "The schedule was not ended");
    }
    setEnding(false);
    await stale();
  };
  return (
    <li className="flex flex-wrap items-start gap-x-4 gap-y-1 border-b border-hairline py-2.5">
      <div className="min-w-0 flex-1 basis-72">
        <p className="text-body font-medium wrap-anywhere">
          {title && (
            <>
              <bdi>{title}</bdi>:{" "}
            </>
          )}
          {whenOf(schedule)}
        </p>
        <Runs schedule={schedule} />
      </div>
      {!may && <span className="text-table text-ink-faint">{schedule.on ? "On" : "Off"}</span>}
      {may && (
        <div className="flex items-center gap-4 max-sm:w-full max-sm:justify-between">
          <Switch
            label="On"
            aria-label={`On: ${whenOf(schedule)}`}
            checked={schedule.on}
            onChange={(on) => void turn(on)}
            className="max-sm:items-center"
          />
          <Menu trigger={<IconButton label="More about this schedule" icon={<MoreHorizontal />} size="small" />}>
            <MenuItem
              icon={<Pencil aria-hidden="true" />}
              href={`${pages.resource(place, "evidence/new")}${formOf(schedule)}`}
            >
              Change
            </MenuItem>
            <MenuItem icon={<Trash2 aria-hidden="true" />} tone="bad" onSelect={() => setEnding(true)}>
              End schedule
            </MenuItem>
          </Menu>
        </div>
      )}
      <DangerDialog
        open={ending}
        onClose={() => setEnding(false)}
        title="End this schedule?"
        description={`${whenOf(schedule)}. What it generated stays.`}
        does="End schedule"
        onConfirm={end}
      />
    </li>
  );
}

/** The form has its filter in the address. */
function formOf({ id, request }: Schedule): string {
  const filter = request.filter as Filter | undefined;
  return printView({ q: "", filter, failing: false, widths: {}, density: "normal" }, `schedule=${id}`);
}

function Runs({ schedule }: { schedule: Schedule }) {
  const pages = usePages();
  const { on, keepDays, lastAt, nextAt, lastStatus, lastEvidenceId, createdBy } = schedule;
  return (
    <div className="flex flex-wrap items-baseline gap-x-3 gap-y-0.5 text-table text-ink-faint">
      {lastStatus === "failed" && <WhyFailed schedule={schedule} />}
      {lastAt && (
        <span>
          Last run <RelativeTime time={lastAt} />
          {lastEvidenceId !== null && (
            <>
              :{" "}
              <PageLink href={pages.oneEvidence(lastEvidenceId)} className="underline">
                evidence {lastEvidenceId}
              </PageLink>
            </>
          )}{" "}
          {lastStatus && <EvidenceState status={lastStatus} />}
        </span>
      )}
      {!on && <span>Switched off: it generates nothing</span>}
      {nextAt && (
        <span>
          Next <RelativeTime time={nextAt} />
        </span>
      )}
      <span>{keepDays === null ? "Kept until somebody deletes it" : `Each kept ${keepDays} days`}</span>
      <span className="min-w-0 wrap-anywhere">
        As <bdi>{createdBy.label}</bdi>
      </span>
    </div>
  );
}

/** Why the last run came to nothing, and what can be done. What was refused says that itself. */
function WhyFailed({ schedule: { on, lastError, lastEvidenceId } }: { schedule: Schedule }) {
  return (
    <p className="w-full">
      <Status tone="bad" className="wrap-anywhere">
        {lastError}
      </Status>
      <span className="block">
        {lastEvidenceId !== null && "Once that is mended, its maker or an admin can Retry on its page. "}
        {on && "The next run tries again, also where nothing changed."}
      </span>
    </p>
  );
}
