"use client";

import { Facts } from "../ui/definition-list";
import { useLocale } from "../ui/locale";
import { Count } from "../ui/number";
import type { Account } from "./account";
import { Section } from "./section";

/** What bounds requests here, as the installation is set. */
export function Limits({ account }: { account: Account }) {
  const { limits, ratePerMinute } = account;
  const rate = ratePerMinute ?? limits.ratePerMinute;
  return (
    <Section
      id="limits"
      title="Limits"
      says="Set by whoever runs this installation. What goes beyond is refused with a sentence that says so."
    >
      <Facts
        facts={[
          {
            term: "Requests",
            value:
              rate === 0 ? (
                "Not limited"
              ) : (
                <>
                  <Count value={rate} /> a minute for each key
                  <span className="text-ink-faint">
                    {ratePerMinute === null ? " · as the installation has it" : " · set for this account"}
                  </span>
                </>
              ),
          },
          { term: "Records in a request", value: <Count value={limits.recordsPerRequestMax} /> },
          { term: "Size of a request", value: <Bytes value={limits.bodyBytesMax} /> },
          { term: "Size of a record", value: <Bytes value={limits.recordBytesMax} /> },
          { term: "Depth of a record", value: <Count value={limits.recordDepthMax} of={["level", "levels"]} /> },
          { term: "Size of a schema", value: <Bytes value={limits.schemaBytesMax} /> },
        ]}
      />
    </Section>
  );
}

function Bytes({ value }: { value: number }) {
  const locale = useLocale();
  const [amount, unit] = value >= 1024 * 1024 ? [value / 1024 / 1024, "MB"] : [value / 1024, "KB"];
  return `${new Intl.NumberFormat(locale, { maximumFractionDigits: 1 }).format(amount)} ${unit}`;
}
