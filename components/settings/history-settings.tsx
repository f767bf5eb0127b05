"use client";

import { useState } from "react";
import { problemOf } from "../api";
import { useViewer } from "../shell/viewer";
import { Button } from "../ui/button";
import { Callout } from "../ui/callout";
import { Field } from "../ui/field";
import { Count } from "../ui/number";
import { SimpleTable } from "../ui/simple-table";
import { TextInput } from "../ui/text-input";
import { ExactTime } from "../ui/time";
import { toast } from "../ui/toast";
import { type Account, type RetentionPreview, useRetentionPreview, useUpdateAccount } from "./account";
import { Section } from "./section";

const DAYS_MAX = 36_500;

/** How long what records were is kept: for ever, or for so many days, after its numbers were seen. */
export function HistorySettings({ account }: { account: Account }) {
  const { can } = useViewer();
  const { historyDays, startsAt } = account.retention;
  const update = useUpdateAccount();
  const keepForEver = () =>
    void update.mutateAsync({ historyDays: null }).then(
      () => toast.done("History is kept for ever"),
      (thrown: unknown) => toast.failed(thrown, "Not saved"),
    );
  return (
    <Section
      id="history"
      title="History"
      says="Every version of a record is kept for ever, so that any moment can be shown, compared and gone back to. It can be kept for a number of days instead. Who changed what, and the audit trail, stay in any case."
    >
      <div className="flex flex-col gap-4">
        {historyDays === null ? (
          <p className="text-body">History is kept for ever.</p>
        ) : (
          <p className="text-body">
            Versions that were superseded more than <Count value={historyDays} of={["day", "days"]} /> ago are removed
            {startsAt && (
              <>
                , from <ExactTime time={startsAt} /> on
              </>
            )}
            . Each removal is written to the audit trail.
          </p>
        )}
        {can("account-put") && <Choose present={historyDays} />}
        {can("account-put") && historyDays !== null && (
          <div>
            <Button busy={update.isPending} onClick={keepForEver}>
              Keep history for ever
            </Button>
          </div>
        )}
      </div>
    </Section>
  );
}

function Choose({ present }: { present: number | null }) {
  const [text, setText] = useState(present === null ? "" : String(present));
  const [wrong, setWrong] = useState<string>();
  const preview = useRetentionPreview();
  const update = useUpdateAccount();
  const days = /^[1-9]\d{0,4}$/.test(text.trim()) ? Number(text) : undefined;
  const seen = preview.data && preview.data.historyDays === days ? preview.data : undefined;

  const look = async () => {
    if (days === undefined || days > DAYS_MAX) return setWrong("A whole number of days, from 1 to 36,500");
    setWrong(undefined);
    await preview.mutateAsync(days).catch((thrown: unknown) => setWrong(problemOf(thrown).message));
  };
  const save = (historyDays: number) =>
    void update.mutateAsync({ historyDays }).then(
      () => toast.done("Saved; it begins in 24 hours", { undo: () => update.mutateAsync({ historyDays: present }) }),
      (thrown: unknown) => toast.failed(thrown, "Not saved"),
    );

  return (
    <div className="flex flex-col gap-4">
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void look();
        }}
        className="flex flex-wrap items-end gap-2"
      >
        <Field label="Days that history is kept" error={wrong} className="max-w-56">
          <TextInput inputMode="numeric" value={text} onChange={(event) => setText(event.target.value)} />
        </Field>
        <Button type="submit" busy={preview.isPending}>
          See what would go
        </Button>
      </form>
      {seen && <Seen preview={seen} />}
      {seen && seen.historyDays !== present && (
        <div className="flex flex-col items-start gap-2">
          <p className="text-table text-ink-soft">
            It begins 24 hours after it is saved; until then it can be taken back and nothing is removed.
          </p>
          <Button variant="danger" busy={update.isPending} onClick={() => save(seen.historyDays)}>
            Keep history for {seen.historyDays} {seen.historyDays === 1 ? "day" : "days"}
          </Button>
        </div>
      )}
    </div>
  );
}

function Seen({ preview }: { preview: RetentionPreview }) {
  if (preview.versions === 0) {
    return <Callout tone="info">Today nothing would be removed: no version was superseded that long ago.</Callout>;
  }
  return (
    <div className="flex flex-col gap-2" aria-live="polite">
      <p className="text-body">
        Today <Count value={preview.versions} of={["version", "versions"]} className="font-medium" /> would be removed.
        What is before the moments below could not be shown, compared, undone or restored any more.
      </p>
      <SimpleTable
        caption="What would be removed"
        rows={preview.resources}
        rowKey={({ resourceId }) => String(resourceId)}
        empty=""
        columns={[
          {
            key: "name",
            head: "Resource",
            names: true,
            cell: ({ name }) => <bdi className="wrap-anywhere">{name}</bdi>,
          },
          {
            key: "versions",
            head: "Versions that go",
            cell: ({ versions }) => <Count value={versions} of={["version", "versions"]} />,
          },
          { key: "from", head: "Readable from", cell: ({ readableFrom }) => <ExactTime time={readableFrom.at} /> },
        ]}
      />
    </div>
  );
}
