import { curlOf, queryOf, refusalsOf } from "@/lib/contract/reference";
import type { Operation } from "@/lib/contract/operations";
import { permissions } from "@/lib/contract/permissions";
import { Snippet } from "./snippet";

/** One operation: what it does and needs, what it takes, and what it answers. */
export function OperationSection({ id, operation, origin }: { id: string; operation: Operation; origin: string }) {
  const { method, path, also = [], summary, says, permission, answers, request, ifMatch } = operation;
  const query = queryOf(operation);
  return (
    <article
      id={id}
      aria-labelledby={`${id}-title`}
      className="grid scroll-mt-4 gap-x-10 gap-y-4 border-b border-hairline py-8 xl:grid-cols-2"
    >
      <div className="min-w-0">
        <h3 id={`${id}-title`} className="text-section font-semibold">
          <a href={`#${id}`} className="text-ink no-underline hover:underline">
            {summary}
          </a>
        </h3>
        <p className="mt-1 font-mono text-table wrap-anywhere text-ink-soft">
          <span className="mr-2 font-medium text-ink">{method}</span>
          {path}
        </p>
        {also.map((other) => (
          <p key={other} className="font-mono text-table wrap-anywhere text-ink-faint">
            also {other}
          </p>
        ))}
        <p className="mt-3 text-body text-pretty text-ink-soft">{says}</p>
        <p className="mt-2 text-table text-ink-faint">
          {permission ? (
            <>
              Needs “{permissions[permission].label}” (<code className="font-mono wrap-anywhere">{permission}</code>).
            </>
          ) : operation.person ? (
            "For a signed-in person, about themselves; no key can ask it."
          ) : (
            "Needs no key."
          )}
          {ifMatch && ` If-Match with the ETag that was read is ${ifMatch === "required" ? "required" : "heeded"}.`}
        </p>
        {query.length > 0 && (
          <dl className="mt-4 border-t border-hairline text-table">
            {query.map(({ name, type, says: meaning }) => (
              <div
                key={name}
                className="grid gap-x-4 border-b border-hairline py-1.5 sm:grid-cols-[10rem_minmax(0,1fr)]"
              >
                <dt className="font-mono wrap-anywhere text-ink">{name}</dt>
                <dd className="min-w-0 wrap-anywhere text-ink-soft">
                  <span className="text-ink-faint">{type}</span> {meaning}
                </dd>
              </div>
            ))}
          </dl>
        )}
        <p className="mt-4 flex flex-wrap gap-x-3 text-table text-ink-faint">
          Refusals:
          {refusalsOf(operation).map((status) => (
            <a key={status} href={`#refusal-${status}`} className="text-ink-soft tabular-nums">
              {status}
            </a>
          ))}
        </p>
      </div>
      <div className="flex min-w-0 flex-col gap-3">
        <Snippet title="curl" text={curlOf(operation, origin)} copies={`the curl line of “${summary}”`} />
        <details>
          <summary className="cursor-pointer py-1 text-table text-ink-soft hover:text-ink">
            {request === undefined ? "Answers" : "Body and answers"}
          </summary>
          <div className="mt-2 flex min-w-0 flex-col gap-3">
            {request !== undefined && (
              <Snippet title="Body" text={typeof request === "string" ? request : JSON.stringify(request, null, 2)} />
            )}
            {Object.entries(answers).map(([status, { says: meaning, example }]) => (
              <Snippet
                key={status}
                title={status}
                note={meaning}
                text={
                  example === undefined ? "" : typeof example === "string" ? example : JSON.stringify(example, null, 2)
                }
              />
            ))}
          </div>
        </details>
      </div>
    </article>
  );
}
