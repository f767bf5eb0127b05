"use client";

import { useRouter } from "next/navigation";
import { type FormEvent, useState } from "react";
import { fullName } from "@/lib/contract/filter-words";
import { type Filter, pointersOf } from "@/lib/contract/filters";
import { columnsOfSchema } from "@/lib/schema/columns";
import { pathsOf, touches } from "@/lib/schema/mask";
import { api, problemOf } from "../api";
import { type Place, resourceApi, usePages } from "../connections/addresses";
import type { ResourceFacts } from "../connections/reads";
import { FilterChips } from "../records/filter-chips";
import { PlaceProvider } from "../records/place";
import { useView } from "../records/use-view";
import { useViewer } from "../shell/viewer";
import { Button, LinkButton } from "../ui/button";
import { Callout } from "../ui/callout";
import { toast } from "../ui/toast";
import { type EvidenceFacts, type Schedule, schedulesApi, useEvidenceStale } from "./evidence-api";
import { AboutFields } from "./form-about";
import { ContentFields } from "./form-content";
import { FormSection } from "./form-section";
import { Summary } from "./form-summary";
import { WhenFields } from "./form-when";
import { planOf, requestOf, type RequestState } from "./request-state";

type GenerateFormProps = {
  place: Place;
  resource: ResourceFacts;
  /** Pointers of what the schema marks as sensitive. */
  sensitive: readonly string[];
  begin: RequestState;
  schedule: Schedule | undefined;
};

/** Of what, of which moment, in which form: with nothing changed, all of it as it stands now. */
export function GenerateForm({ place, resource, sensitive, begin, schedule }: GenerateFormProps) {
  const [state, setState] = useState(begin);
  const [problem, setProblem] = useState<unknown>();
  const [busy, setBusy] = useState(false);
  const [asking, setAsking] = useState<string>();
  const [view, changeView] = useView();
  const pages = usePages();
  const { can } = useViewer();
  const fields = columnsOfSchema(resource.schema);
  const told = toldByConditions(state.redact, view.filter);
  const nameOf = (pointer: string) => {
    const field = fields.find((one) => one.pointer === pointer);
    return field ? fullName(field) : pointer;
  };
  const send = useSending({ place, schedule });
  const change = (part: Partial<RequestState>) => setState((before) => ({ ...before, ...part }));

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (busy) return;
    setBusy(true);
    setProblem(undefined);
    try {
      await send(state, view);
    } catch (thrown) {
      setProblem(thrown);
      setBusy(false);
    }
  };

  return (
    <PlaceProvider value={place}>
      <form
        aria-label={schedule ? "Change the schedule" : "Generate evidence"}
        onSubmit={(event) => void submit(event)}
        className="flex max-w-[46rem] min-w-0 flex-col gap-7"
      >
        <h2 className="text-section font-semibold">
          {schedule ? "Change the schedule" : state.when === "now" ? "Generate evidence" : "Schedule evidence"}
        </h2>
        <WhenFields
          state={state}
          change={change}
          asOf={view.asOf}
          onAsOf={(asOf) => changeView({ asOf }, "replace")}
          maySchedule={can("evidence-schedule", place.connectionId)}
          isSchedule={schedule !== undefined}
          timeZone={schedule?.timeZone}
        />
        <FormSection title="Which records" says="Without a condition, all of them.">
          <div className="flex flex-wrap items-center gap-1.5">
            <FilterChips view={view} change={changeView} fields={fields} begin={asking} onBegin={setAsking} />
          </div>
          {(view.q !== "" || view.failing) && (
            <Callout tone="caution">
              The search and “failing only” of the list do not narrow evidence; conditions do.
            </Callout>
          )}
        </FormSection>
        <ContentFields
          state={state}
          change={change}
          fields={fields}
          sensitive={sensitive}
          identifier={`/${resource.identifierKey}`}
          readsSensitive={can("sensitive-get", place.connectionId)}
        />
        <AboutFields state={state} change={change} />
        {told && (
          <Callout tone="caution">
            A condition asks about <bdi>{nameOf(told)}</bdi>, which is redacted, and would tell its value of every
            record. Leave the condition or the redaction out.
          </Callout>
        )}
        {problem !== undefined && <Refused problem={problem} />}
        <div className="sticky bottom-0 -mx-2 flex flex-wrap items-center gap-x-4 gap-y-2 border-t border-hairline bg-paper px-2 py-3">
          <Summary place={place} resource={resource} state={state} view={view} />
          <div className="flex flex-wrap gap-2 max-sm:w-full max-sm:*:flex-1">
            <LinkButton href={pages.resource(place, "evidence")}>Cancel</LinkButton>
            <Button type="submit" variant="primary" busy={busy} disabled={view.broken}>
              {schedule ? "Save schedule" : state.when === "now" ? "Generate evidence" : "Schedule evidence"}
            </Button>
          </div>
        </div>
      </form>
    </PlaceProvider>
  );
}

/** What is redacted and asked about as well: the conditions would tell it. */
function toldByConditions(redact: readonly string[], filter: Filter | undefined): string | undefined {
  const places = filter ? pathsOf(pointersOf(filter)) : [];
  return redact.find((pointer) => places.some((place) => touches(pathsOf([pointer]), place)));
}

function Refused({ problem }: { problem: unknown }) {
  const { message, requestId } = problemOf(problem);
  return (
    <Callout tone="bad" live title="It was not taken">
      <p className="wrap-anywhere">{message}</p>
      {requestId && <p className="text-table text-ink-faint">Request {requestId}</p>}
    </Callout>
  );
}

/** Sends what the form says, and goes where what came of it stands. */
function useSending({ place, schedule }: Pick<GenerateFormProps, "place" | "schedule">) {
  const router = useRouter();
  const pages = usePages();
  const stale = useEvidenceStale();
  return async (state: RequestState, { asOf, filter }: ReturnType<typeof useView>[0]) => {
    if (state.when === "now" && !schedule) {
      const body = requestOf(state, { asOf, filter });
      const made = await api.post<EvidenceFacts>(`${resourceApi(place)}/evidence`, { body });
      await stale();
      if (made.status === "ready") toast.done("The evidence is ready");
      router.push(pages.oneEvidence(made.id));
      return;
    }
    const body = planOf(state, filter);
    if (schedule) await api.patch(`${schedulesApi(place)}/${schedule.id}`, { body });
    else await api.post(schedulesApi(place), { body });
    await stale();
    toast.done(schedule ? "The schedule is changed" : "Evidence is scheduled");
    router.push(pages.resource(place, "evidence"));
  };
}
