"use client";

import Link from "next/link";
import { usePages } from "../../connections/addresses";
import { Callout } from "../../ui/callout";
import { ReadOnlyRecord } from "../read-only-record";
import type { DataRecord } from "../record-api";
import type { ResourceFacts } from "../resource";
import type { ResourcePlace } from "../resource-query";
import { useMomentChange } from "./moments";
import { UtcTime } from "./utc-time";

type PastRecordProps = { place: ResourcePlace; resource: ResourceFacts; record: DataRecord; asOf: string };

/** A record as it stood at a moment: to read, and to follow to its whole life. */
export function PastRecord({ place, resource, record, asOf }: PastRecordProps) {
  const pages = usePages();
  const { data } = useMomentChange(place, asOf);
  const time = /^\d{1,15}$/.test(asOf) ? data?.at : asOf;
  return (
    <div className="flex flex-col gap-4 p-4">
      <Callout tone="info" title={<>As it stood {time ? <UtcTime time={time} /> : `at revision ${asOf}`}</>}>
        Revision {record.revision} was current then. It can be read, not changed.{" "}
        <Link href={pages.life(place, record.id)}>See its whole life</Link>
      </Callout>
      <ReadOnlyRecord schema={resource.schema} attributes={record.attributes} />
    </div>
  );
}
