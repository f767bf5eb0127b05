"use client";

import dynamic from "next/dynamic";
import { useState } from "react";
import { useViewer } from "../shell/viewer";
import { CodeBlock } from "../ui/code-block";
import { CopyableId } from "../ui/copyable";
import { FailedState } from "../ui/failed-state";
import { NotAllowed } from "../ui/not-allowed";
import { Segmented } from "../ui/segmented";
import { SkeletonRows } from "../ui/skeleton";
import { RelativeTime } from "../ui/time";
import type { Place } from "./addresses";
import { rowsOf, type SchemaVersion, useResource, useResourceList } from "./reads";
import { SchemaFields, schemaInWords } from "./schema-fields";
import { ShowMore } from "./show-more";

const SchemaPage = dynamic(() => import("../schema-author/schema-page"), {
  ssr: false,
  loading: () => <SkeletonRows rows={8} columns={3} label="Loading the schema" />,
});

type View = "author" | "words" | "json";

/** The schema that records are judged by: in words, as JSON, and in each of its versions. */
export function SchemaTab({ place }: { place: Place }) {
  const { can } = useViewer();
  const [view, setView] = useState<View>("author");
  const [chosen, setChosen] = useState<number>();
  const resource = useResource(place);
  const versions = useResourceList<SchemaVersion>(place, "schema/versions");
  if (!can("schemas-get", place.connectionId)) return <NotAllowed permission="schemas-get" />;
  if (versions.error) {
    return (
      <FailedState what="The schema could not be read" problem={versions.error} retry={() => void versions.refetch()} />
    );
  }
  const rows = rowsOf(versions.data);
  const present = rows[0];
  const shown = rows.find(({ version }) => version === chosen) ?? present;
  if (!shown || !present) return <SkeletonRows rows={8} columns={3} label="Loading the schema" />;
  const mayEdit = can("schemas-put", place.connectionId);
  const choice = (
    <Segmented
      label="Show the schema"
      small
      value={view}
      onChange={setView}
      choices={[
        { value: "author", label: mayEdit ? "Edit" : "Fields" },
        { value: "words", label: "In words" },
        { value: "json", label: "JSON" },
      ]}
    />
  );
  if (view === "author") {
    return (
      <>
        <div className="mb-2 flex flex-wrap items-center justify-between gap-2">
          <h2 className="text-section font-semibold">Version {present.version}</h2>
          {choice}
        </div>
        <SchemaPage place={place} readOnly={!mayEdit} />
      </>
    );
  }
  return (
    <div className="grid items-start gap-x-10 gap-y-8 lg:grid-cols-[minmax(0,1fr)_15rem]">
      <section aria-label={`Schema, version ${shown.version}`} className="min-w-0">
        <div className="mb-3 flex flex-wrap items-center justify-between gap-2">
          <h2 className="text-section font-semibold">
            Version {shown.version}
            <span className="ml-2 text-table font-normal text-ink-faint">
              {shown === present ? "the present one" : `the present one is ${present.version}`}
            </span>
          </h2>
          {choice}
        </div>
        {view === "words" ? (
          <>
            <SchemaFields
              schema={shown.schema}
              identifierKey={resource.data?.identifierKey}
              displayNameKey={resource.data?.displayNameKey}
            />
            <ul className="mt-4 flex max-w-[72ch] flex-col gap-1 text-body text-ink-soft">
              {schemaInWords(shown.schema).map((sentence) => (
                <li key={sentence}>{sentence}</li>
              ))}
              <li>A record keeps the version it was judged by; a new version judges from the next push on.</li>
            </ul>
          </>
        ) : (
          <CodeBlock
            title={`schema-v${shown.version}.json`}
            text={JSON.stringify(shown.schema, null, 2)}
            copies="the schema"
          />
        )}
      </section>
      <section aria-labelledby="schema-versions" className="min-w-0">
        <h2 id="schema-versions" className="mb-1 text-body font-medium">
          Versions
        </h2>
        <ol>
          {rows.map((row) => (
            <li key={row.version} className="border-b border-hairline">
              <button
                type="button"
                aria-pressed={row === shown}
                onClick={() => setChosen(row.version)}
                className={`flex w-full flex-wrap items-baseline gap-x-2 rounded-6 px-2 py-2 text-left text-table max-sm:min-h-11 ${row === shown ? "bg-wash" : "hover:bg-wash"}`}
              >
                <span className="font-medium">Version {row.version}</span>
                <span className="min-w-0 truncate text-ink-faint">
                  by <bdi>{row.createdBy}</bdi>
                </span>
              </button>
              <div className="flex items-center justify-between gap-2 px-2 pb-2 text-table text-ink-faint">
                <RelativeTime time={row.createdAt} />
                <CopyableId value={row.hash} what="the schema’s hash" className="max-w-28" />
              </div>
            </li>
          ))}
        </ol>
        <ShowMore list={versions} />
      </section>
    </div>
  );
}
