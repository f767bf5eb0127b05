import { headers } from "next/headers";
import Link from "next/link";
import { redirect } from "next/navigation";
import { CodeBlock } from "@/components/ui/code-block";
import { FirstPush } from "@/components/ui/first-push";
import { Glyph } from "@/components/ui/glyph";
import { HealthStatus } from "@/components/ui/health-status";
import { homeOf, personOfPage } from "@/lib/guard/page";

const blanks = [
  { name: "$ATTESTRY_KEY", field: "apiKey", says: "opens the door; keep it like a password" },
  { name: "$CONNECTION_ID", field: "connectionId", says: "the source that the records come from" },
  { name: "$RESOURCE_ID", field: "resourceId", says: "the kind of record, with its own schema" },
];

const answer = `{
  "id": "left-pad",
  "createdAt": "2026-11-23 12:00:00.000000",
  "updatedAt": "2026-11-23 12:00:00.000000",
  "statusCode": 201,
  "data": {"id": "left-pad", "name": "left-pad", "version": "1.3.0"}
}`;

/** What a stranger sees first: that the API is up, and the one line that uses it. Members go on to their account. */
export default async function LandingPage() {
  const person = await personOfPage();
  const home = person && (await homeOf(person));
  if (home) redirect(home);
  const asked = await headers();
  return (
    <div className="mx-auto flex min-h-dvh max-w-[60rem] flex-col px-5 sm:px-8">
      <header className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2 py-6">
        <p className="flex items-center gap-2 text-body font-semibold">
          <Glyph name="mark" className="size-5 text-accent" />
          Attestry
        </p>
        <div className="flex flex-wrap items-center gap-x-6 gap-y-2">
          <HealthStatus />
          <Link className="py-1" href={person ? "/sign-out" : "/sign-in"}>
            {person ? "Sign out" : "Sign in"}
          </Link>
        </div>
      </header>

      <main className="flex-1 pt-12 pb-16 sm:pt-20">
        <h1 className="max-w-[18ch] text-display font-semibold text-balance">Push any record, prove it later.</h1>
        <p className="mt-5 max-w-[58ch] text-section text-pretty text-ink-soft">
          Records arrive through the API, are checked against your schema and kept with every version they ever had.
          Evidence of any moment is one request away.
        </p>

        <div className="mt-10 sm:mt-12">
          <FirstPush servedAt={`http://${asked.get("host") ?? "127.0.0.1:3000"}`} />
        </div>

        <p className="mt-8 max-w-[72ch] text-body text-pretty text-ink-soft">
          Three values fill the line. The first start wrote them into <Code>first-run.json</Code>, in the data folder (
          <Code>.data</Code> unless you chose another), and printed the line with them filled in.
        </p>
        <dl className="mt-4 grid border-t border-hairline sm:grid-cols-3 sm:gap-x-8">
          {blanks.map(({ name, field, says }) => (
            <div key={name} className="border-hairline py-3 max-sm:border-b">
              <dt className="font-mono text-table text-accent">{name}</dt>
              <dd className="mt-1 text-body text-ink-soft">
                <Code>{field}</Code>, {says}
              </dd>
            </div>
          ))}
        </dl>

        <div className="mt-10">
          <CodeBlock title="201 Created" note="200 when the record was there before" text={answer} />
        </div>
      </main>

      <footer className="flex flex-wrap gap-x-6 gap-y-1 border-t border-hairline py-6 text-body text-ink-faint">
        <a className="py-1" href="/docs">
          API reference
        </a>
        <a className="py-1" href="/openapi.json">
          Every operation, as OpenAPI 3.1
        </a>
        <a className="py-1" href="/api/health">
          Health, as the API says it
        </a>
      </footer>
    </div>
  );
}

function Code({ children }: { children: string }) {
  return <code className="font-mono text-table whitespace-nowrap text-ink">{children}</code>;
}
