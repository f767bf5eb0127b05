"use client";

import { KeyRound } from "lucide-react";
import { useState } from "react";
import { type Language, snippetOf } from "@/lib/contract/snippets";
import { sampleRecord } from "@/lib/schema/sample";
import type { ResourceFacts } from "../connections/reads";
import { useViewer } from "../shell/viewer";
import { Button } from "../ui/button";
import { Callout } from "../ui/callout";
import { CodeBlock } from "../ui/code-block";
import { CopyableId } from "../ui/copyable";
import { Segmented } from "../ui/segmented";
import { useMakeKey } from "./make-key";
import { Troubles } from "./troubles";
import { useOrigin } from "./use-origin";
import { Waiting } from "./waiting";

const languages: readonly { value: Language; label: string; note: string }[] = [
  { value: "curl", label: "curl", note: "from any shell" },
  { value: "node", label: "Node", note: "with nothing to install" },
  { value: "python", label: "Python", note: "with the standard library alone" },
];

/** From nothing to the first record: a key, a line to run, and the moment when it arrives. */
export function ConnectPanel({ resource }: { resource: ResourceFacts }) {
  const { account } = useViewer();
  const place = { connectionId: resource.connectionId, resourceId: resource.id };
  const [language, setLanguage] = useState<Language>("curl");
  const maker = useMakeKey(resource.connectionId, resource.name);
  const origin = useOrigin();
  const record = sampleRecord(resource.schema, resource.identifierKey);
  const text = snippetOf(language, { origin, place, key: maker.key?.apiKey, record });
  const chosen = languages.find(({ value }) => value === language);
  return (
    <div className="flex max-w-[56rem] min-w-0 flex-col gap-5">
      <Waiting place={place} keyId={maker.key?.keyId} />
      {!account.termsAccepted && (
        <Callout tone="caution" title="The terms of the API are not accepted yet">
          Until an administrator accepts them, every push is answered 412.
        </Callout>
      )}
      <KeyLine maker={maker} />
      <section aria-label="Push a record" className="flex min-w-0 flex-col gap-2">
        <div className="flex flex-wrap items-center justify-between gap-2">
          <h2 className="text-section font-semibold">Push a record</h2>
          <Segmented label="Language" small value={language} onChange={setLanguage} choices={languages} />
        </div>
        <CodeBlock
          title={chosen?.label ?? ""}
          note={chosen?.note}
          text={text}
          copies={language === "curl" ? "the curl line" : `the ${chosen?.label} program`}
        />
        <p className="max-w-[72ch] text-table text-pretty text-ink-faint">
          The record is made up from the present schema. Pushing the same{" "}
          <code className="font-mono">{resource.identifierKey}</code> again updates the record; a list of records in{" "}
          <code className="font-mono">data</code> pushes up to 10,000 at once.
        </p>
      </section>
      <Troubles place={place} />
    </div>
  );
}

function KeyLine({ maker }: { maker: ReturnType<typeof useMakeKey> }) {
  const { can } = useViewer();
  const { key, make, busy } = maker;
  if (key) {
    return (
      <Callout tone="good" live title="The key stands in the snippets below">
        <p className="text-pretty">
          Copy it now: it is shown only here and only once. It can push into this connection and do nothing else.
        </p>
        <CopyableId value={key.apiKey} what="API key" className="mt-1 text-ink" />
      </Callout>
    );
  }
  if (!can("keys-post")) {
    return (
      <Callout title="You need an API key to push">
        Ask an administrator of this account for one that may push records here, and put it in place of{" "}
        <code className="font-mono text-table">$ATTESTRY_KEY</code>.
      </Callout>
    );
  }
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
      <Button variant="primary" icon={<KeyRound aria-hidden="true" />} busy={busy} onClick={() => void make()}>
        Create a key for this
      </Button>
      <p className="min-w-0 flex-1 basis-72 text-table text-pretty text-ink-faint">
        Yours, kept to this connection, and able to push records only. It is filled into the snippets.
      </p>
    </div>
  );
}
