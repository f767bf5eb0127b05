import Link from "next/link";
import { errors } from "@/lib/contract/errors";
import { referenceTopics } from "@/lib/contract/reference";
import { operationOf } from "@/lib/contract/operations";
import { Glyph } from "../ui/glyph";
import { CopyArea } from "./copy-area";
import { OperationSection } from "./operation-section";
import { ReferenceIndex } from "./reference-index";

/** The whole API on one page, from the table that serves it. */
export function ReferencePage({ origin }: { origin: string }) {
  const topics = referenceTopics();
  const index = topics.map(({ id, title, operations }) => ({
    id,
    title,
    entries: operations.map((operation) => {
      const { method, path, summary } = operationOf(operation);
      return { id: operation, method, path, summary };
    }),
  }));
  return (
    <div className="mx-auto max-w-[96rem] bg-sheet px-5 sm:px-8">
      <header className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2 border-b border-hairline py-4 text-body">
        <Link href="/" className="flex items-center gap-2 py-1 font-semibold text-ink no-underline">
          <Glyph name="mark" className="size-5 text-accent" />
          Attestry
        </Link>
        <a href="/openapi.json" className="py-1">
          OpenAPI 3.1
        </a>
      </header>
      <div className="grid gap-x-10 lg:grid-cols-[16rem_minmax(0,1fr)]">
        <aside className="pt-6 lg:sticky lg:top-0 lg:h-dvh lg:overflow-y-auto lg:pb-10">
          <ReferenceIndex topics={index} />
        </aside>
        <main className="min-w-0 pt-6 pb-16">
          <h1 className="text-title font-semibold">API reference</h1>
          <p className="mt-2 max-w-[72ch] text-body text-pretty text-ink-soft">
            Every operation of this installation. A script sends its key as{" "}
            <code className="font-mono text-table">Authorization: Bearer</code>; every answer carries{" "}
            <code className="font-mono text-table">X-Request-Id</code>, which finds the request in the log.
          </p>
          <CopyArea>
            {topics.map(({ id, title, operations }) => (
              <section key={id} aria-labelledby={id}>
                <h2 id={id} className="scroll-mt-4 border-b border-hairline pt-10 pb-2 text-title font-semibold">
                  {title}
                </h2>
                {operations.map((operation) => (
                  <OperationSection key={operation} id={operation} operation={operationOf(operation)} origin={origin} />
                ))}
              </section>
            ))}
          </CopyArea>
          <Refusals />
        </main>
      </div>
    </div>
  );
}

function Refusals() {
  const all = Object.values(errors).toSorted((a, b) => a.status - b.status);
  const statuses = [...new Set(all.map(({ status }) => status))];
  return (
    <section aria-labelledby="refusals">
      <h2 id="refusals" className="scroll-mt-4 border-b border-hairline pt-10 pb-2 text-title font-semibold">
        Refusals
      </h2>
      {statuses.map((status) => (
        <div
          key={status}
          id={`refusal-${status}`}
          className="grid scroll-mt-4 gap-x-4 border-b border-hairline py-3 text-body target:bg-accent-wash sm:grid-cols-[5rem_minmax(0,1fr)]"
        >
          <h3 className="font-medium tabular-nums">{status}</h3>
          <ul>
            {all
              .filter((error) => error.status === status)
              .map(({ code, name, message }) => (
                <li key={code} className="text-ink-soft">
                  <code className="mr-2 font-mono text-table text-ink">
                    {code} {name}
                  </code>
                  {message}
                </li>
              ))}
          </ul>
        </div>
      ))}
    </section>
  );
}
