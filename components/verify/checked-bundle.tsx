import type { ReactNode } from "react";
import { Callout } from "../ui/callout";
import { CopyableId } from "../ui/copyable";
import { Facts, type Fact } from "../ui/definition-list";
import { Count } from "../ui/number";
import { Status } from "../ui/status";
import { ExactTime } from "../ui/time";
import { type BundleFacts, factsOf, type KnownKey, ownKey } from "./bundle-facts";
import type { CheckReport } from "./check-file";

type CheckedBundleProps = { name: string; report: CheckReport; keys: readonly KnownKey[] | null };

/** What came of checking a bundle: the verdict, what the bundle says it is, whose key signed it, and every check. */
export function CheckedBundle({ name, report, keys }: CheckedBundleProps) {
  const { good, checks, kid } = report;
  const facts = factsOf(report.content, report.attestation);
  const wrong = checks.filter(({ ok }) => !ok);
  const isBundle = facts.accountId !== "" || facts.account !== "";
  return (
    <>
      <Callout tone={good ? "good" : "bad"} live title={good ? GOOD : isBundle ? BAD : NO_BUNDLE}>
        <bdi className="wrap-anywhere">{name}</bdi>
        {good ? ` passed all ${checks.length} checks.` : `: ${wrong.length} of ${checks.length} checks failed.`}
      </Callout>
      {wrong.length > 0 && <Checks title="What is wrong" checks={wrong} />}
      {kid && <WhoseKey kid={kid} keys={keys} accountId={facts.accountId} name={good ? facts.account : ""} />}
      {(facts.resource || facts.revision) && (
        <section aria-labelledby="says" className="flex flex-col gap-2">
          <h2 id="says" className="text-section font-semibold">
            {good ? "What it is evidence of" : "What it says it is evidence of"}
          </h2>
          <Facts facts={shown(facts)} />
        </section>
      )}
      <Checks title={wrong.length > 0 ? "What is right" : "What was checked"} checks={checks.filter(({ ok }) => ok)} />
    </>
  );
}

const GOOD = "The evidence is complete and as it was signed";
const BAD = "The evidence is not as it was signed";
const NO_BUNDLE = "This is not a bundle of evidence, or what makes it one is gone";

/** name: of the account, where a good signature stands for it. */
type WhoseKeyProps = { kid: string; keys: readonly KnownKey[] | null; accountId: string; name: string };

function WhoseKey({ kid, keys, accountId, name: account }: WhoseKeyProps) {
  const known = ownKey(keys ?? [], kid, accountId);
  const name = <CopyableId value={kid} what="name of the key" />;
  if (known?.revoked) {
    return (
      <Callout tone="bad" title="The key that signed it was revoked">
        On {known.revoked.revoked_at.slice(0, 10)}: <bdi className="wrap-anywhere">{known.revoked.reason}</bdi> {name}
      </Callout>
    );
  }
  if (known) {
    return (
      <Callout
        tone="good"
        title={`It was signed with a key of this installation, of account ${known.account}${account && `, ${account}`}`}
      >
        {name}
      </Callout>
    );
  }
  return (
    <Callout tone="caution" title={keys ? UNKNOWN_KEY : UNREAD_KEYS}>
      Ask whoever gave you the bundle for the name of their key, by a way that you trust, and compare: {name}
    </Callout>
  );
}

const UNKNOWN_KEY = "It was not signed with a key of this installation";
const UNREAD_KEYS = "The keys of this installation could not be read";

function shown(facts: BundleFacts): Fact[] {
  const said = (term: string, value: string, words: ReactNode = value): Fact[] =>
    value ? [{ term, value: <bdi>{words}</bdi> }] : [];
  return [
    ...said("Title", facts.title),
    ...said("Resource", facts.resource, [...new Set([facts.connection, facts.resource])].filter(Boolean).join(" / ")),
    ...said("Account", facts.account),
    ...said(
      "As of",
      facts.revisionAt,
      <>
        <ExactTime time={facts.revisionAt} />, revision {counted(facts.revision)}
      </>,
    ),
    ...said(
      "Records",
      facts.included,
      <>
        {counted(facts.included)} of {counted(facts.total)}
      </>,
    ),
    ...said("Upload session", facts.session),
    ...said("Conditions", facts.conditions),
    ...said("Sample", facts.sample),
    ...said("Redacted", facts.redacted),
    ...said("Not meeting the schema", facts.failing, counted(facts.failing)),
    ...said(
      "Made",
      facts.generatedAt,
      <>
        <ExactTime time={facts.generatedAt} />, by {facts.generatedBy}
      </>,
    ),
  ];
}

/** A number as people read it; what a bundle gives in its place as it stands. */
const counted = (text: string) => (/^\d{1,15}$/.test(text) ? <Count value={Number(text)} /> : text);

function Checks({ title, checks }: { title: string; checks: CheckReport["checks"] }) {
  if (checks.length === 0) return null;
  return (
    <section aria-label={title} className="flex flex-col gap-2">
      <h2 className="text-section font-semibold">{title}</h2>
      <ul className="flex flex-col">
        {checks.map(({ ok, says }, at) => (
          <li key={at} className="border-b border-hairline py-2 text-body last:border-b-0">
            <Status tone={ok ? "good" : "bad"}>
              <span className="text-ink wrap-anywhere">{says}</span>
            </Status>
          </li>
        ))}
      </ul>
    </section>
  );
}
