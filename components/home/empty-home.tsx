"use client";

import { Braces, FlaskConical, LibraryBig, ScanText } from "lucide-react";
import type { ReactNode } from "react";
import { usePages } from "../connections/addresses";
import { ConnectPanel } from "../connect/connect-panel";
import { useViewer } from "../shell/viewer";
import { Button, LinkButton } from "../ui/button";
import { EmptyState } from "../ui/empty-state";
import type { useFirstConnection } from "./first-connection";

/** An account without a connection: three ways to one, and the line that pushes the first record. */
export function EmptyHome({ first }: { first: ReturnType<typeof useFirstConnection> }) {
  const pages = usePages();
  const { can, person } = useViewer();
  if (!can("custom-connections-post")) {
    return (
      <EmptyState
        title="Nothing to see yet"
        text="No connection has been made in this account, or none has been given to you. An administrator or compliance manager makes them."
      />
    );
  }
  if (first.scripted) {
    return (
      <section aria-labelledby="first-record" className="max-w-[56rem]">
        <h2 id="first-record" className="mb-1 text-section font-semibold">
          Push your first record
        </h2>
        <p className="mb-4 max-w-[72ch] text-body text-pretty text-ink-soft">
          The connection “{first.scripted.name}” is made and takes it. Create a key, copy the line, run it.
        </p>
        <ConnectPanel resource={first.scripted} />
      </section>
    );
  }
  return (
    <div className="max-w-[64rem] pt-4">
      <h2 className="text-section font-semibold">
        {person.firstName ? (
          <>
            Welcome, <bdi>{person.firstName}</bdi>. Bring the first records
          </>
        ) : (
          "Bring the first records"
        )}
      </h2>
      <p className="mt-1 max-w-[68ch] text-body text-pretty text-ink-soft">
        Records live in a connection. Each is checked against its schema and kept with every version it ever had, so
        that you can prove later what was true.
      </p>
      <div className="mt-5 grid gap-px overflow-hidden rounded-6 border border-hairline bg-hairline sm:grid-cols-2 xl:grid-cols-4">
        <Way
          icon={<ScanText aria-hidden="true" />}
          title="From a sample record"
          text="Paste one record as your system has it. The schema is read from it while you look."
          action={
            <LinkButton variant="primary" href={`${pages.newConnection}?from=sample`}>
              Create from a sample
            </LinkButton>
          }
        />
        <Way
          icon={<LibraryBig aria-hidden="true" />}
          title="From the library"
          text="Access rights, vendors, training, incidents and more: schemas that auditors ask for, ready to push to."
          action={<LinkButton href={`${pages.newConnection}?from=library`}>Start from the library</LinkButton>}
        />
        <Way
          icon={<Braces aria-hidden="true" />}
          title="From a JSON Schema"
          text="You know what the records have to look like, and refuse whatever does not."
          action={<LinkButton href={`${pages.newConnection}?from=schema`}>Create from a schema</LinkButton>}
        />
        <Way
          icon={<FlaskConical aria-hidden="true" />}
          title="Look around first"
          text="One click makes a connection with twelve made-up laptops. Delete it when you have seen enough."
          action={
            <Button busy={first.busy === "sample"} onClick={() => void first.trySample()}>
              Try the sample
            </Button>
          }
        />
      </div>
      <div className="mt-6 flex flex-wrap items-center gap-x-4 gap-y-2 text-body">
        <p className="min-w-0 text-ink-soft">You have a script already?</p>
        <Button size="small" busy={first.busy === "script"} onClick={() => void first.openForScript()}>
          Show the curl line with my key and ids
        </Button>
      </div>
    </div>
  );
}

function Way({ icon, title, text, action }: { icon: ReactNode; title: string; text: string; action: ReactNode }) {
  return (
    <section className="flex flex-col items-start gap-2 bg-sheet p-5">
      <h3 className="flex items-center gap-2 text-body font-semibold [&_svg]:size-4 [&_svg]:text-accent">
        {icon}
        {title}
      </h3>
      <p className="flex-1 text-body text-pretty text-ink-soft">{text}</p>
      <div className="mt-2">{action}</div>
    </section>
  );
}
