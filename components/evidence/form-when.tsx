"use client";

import { useState } from "react";
import { usePlace } from "../records/place";
import { useSessions } from "../sessions/session-api";
import { rowsOf } from "../connections/reads";
import { useViewer } from "../shell/viewer";
import { Field } from "../ui/field";
import { RadioGroup } from "../ui/radio-group";
import { NativeSelect } from "../ui/select";
import { TextInput } from "../ui/text-input";
import { FormSection } from "./form-section";
import type { Moment, RequestState, When } from "./request-state";
import { weekdays } from "./schedule-words";

type WhenFieldsProps = {
  state: RequestState;
  change: (part: Partial<RequestState>) => void;
  /** The moment that the address holds; undefined: now. */
  asOf: string | undefined;
  onAsOf: (asOf: string | undefined) => void;
  maySchedule: boolean;
  isSchedule: boolean;
  timeZone: string | undefined;
};

const whens: readonly { value: When; label: string }[] = [
  { value: "now", label: "Once, now" },
  { value: "day", label: "Every day" },
  { value: "week", label: "Every week" },
  { value: "push", label: "After each push that changes something" },
  { value: "session", label: "After each completed upload session" },
];

/** Once or by a schedule; and of which moment. */
export function WhenFields(props: WhenFieldsProps) {
  const { state, change, maySchedule, isSchedule } = props;
  return (
    <>
      {maySchedule && (
        <FormSection title="When">
          <Field label="When" labelHidden>
            <NativeSelect
              value={state.when}
              onChange={({ target }) => change({ when: target.value as When })}
              className="max-w-80"
            >
              {whens
                .filter(({ value }) => !isSchedule || value !== "now")
                .map(({ value, label }) => (
                  <option key={value} value={value}>
                    {label}
                  </option>
                ))}
            </NativeSelect>
          </Field>
          {state.when !== "now" && <ScheduleFields {...props} />}
        </FormSection>
      )}
      {state.when === "now" && <MomentFields {...props} />}
    </>
  );
}

function ScheduleFields({ state, change, timeZone }: WhenFieldsProps) {
  const { account } = useViewer();
  const byClock = state.when === "day" || state.when === "week";
  return (
    <div className="flex flex-wrap items-start gap-4">
      {state.when === "week" && (
        <Field label="Day">
          <NativeSelect value={state.weekday} onChange={({ target }) => change({ weekday: target.value })}>
            {weekdays.map((day, at) => (
              <option key={day} value={at + 1}>
                {day}
              </option>
            ))}
          </NativeSelect>
        </Field>
      )}
      {byClock && (
        <Field label="Hour" hint={timeZone ?? account.timeZone}>
          <NativeSelect value={state.hour} onChange={({ target }) => change({ hour: target.value })}>
            {Array.from({ length: 24 }, (_, hour) => (
              <option key={hour} value={hour}>
                {String(hour).padStart(2, "0")}:00
              </option>
            ))}
          </NativeSelect>
        </Field>
      )}
      {!byClock && (
        <Field label="Minutes between two" hint="Nothing is generated twice of the same revision">
          <TextInput
            type="number"
            min={1}
            max={1440}
            required
            value={state.minutesBetween}
            onChange={({ target }) => change({ minutesBetween: target.value })}
          />
        </Field>
      )}
      <Field label="Days that each is kept" hint="Empty: until somebody deletes it">
        <TextInput
          type="number"
          min={1}
          max={36500}
          value={state.keepDays}
          onChange={({ target }) => change({ keepDays: target.value })}
        />
      </Field>
    </div>
  );
}

function MomentFields({ state, change, asOf, onAsOf }: WhenFieldsProps) {
  const isRevision = asOf !== undefined && /^\d{1,15}$/.test(asOf);
  const [kind, setKind] = useState<Moment | "revision">(
    state.session !== "" ? "session" : asOf === undefined ? "now" : isRevision ? "revision" : "moment",
  );
  const choose = (next: Moment | "revision") => {
    setKind(next);
    onAsOf(undefined);
    change({ session: "" });
  };
  return (
    <FormSection title="As of">
      <RadioGroup
        label="As of"
        labelHidden
        value={kind}
        onChange={choose}
        choices={[
          { value: "now", label: "Now" },
          { value: "moment", label: "A date and time" },
          { value: "revision", label: "A revision" },
          { value: "session", label: "An upload session", says: "What it held while it was live" },
        ]}
      />
      {kind === "moment" && (
        <Field label="Time in UTC" required className="max-w-64">
          <TextInput
            type="datetime-local"
            step={1}
            defaultValue={asOf && !isRevision ? asOf.slice(0, 19).replace(" ", "T") : ""}
            onChange={({ target: { value } }) =>
              onAsOf(value === "" ? undefined : `${value}${value.length === 16 ? ":00" : ""}Z`)
            }
          />
        </Field>
      )}
      {kind === "revision" && (
        <Field label="Revision" required className="max-w-40">
          <TextInput
            inputMode="numeric"
            pattern="[0-9]{1,15}"
            value={asOf ?? ""}
            onChange={({ target }) => onAsOf(/^\d{1,15}$/.test(target.value.trim()) ? target.value.trim() : undefined)}
          />
        </Field>
      )}
      {kind === "session" && <SessionField state={state} change={change} />}
    </FormSection>
  );
}

function SessionField({ state, change }: Pick<WhenFieldsProps, "state" | "change">) {
  const list = useSessions(usePlace(), undefined);
  const sessions = rowsOf(list.data).filter(({ status }) => status === "ACTIVE" || status === "ARCHIVED");
  if (list.data && sessions.length === 0) {
    return <p className="text-body text-ink-soft">No session of this resource was ever live.</p>;
  }
  return (
    <Field label="Session" required className="max-w-80">
      <NativeSelect value={state.session} required onChange={({ target }) => change({ session: target.value })}>
        <option value="">Choose</option>
        {sessions.map(({ id, sessionId, status }) => (
          <option key={id} value={id}>
            {sessionId} ({status === "ACTIVE" ? "live" : "archived"})
          </option>
        ))}
      </NativeSelect>
    </Field>
  );
}
