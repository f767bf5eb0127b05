"use client";

import { Code } from "lucide-react";
import type { FieldFacts } from "@/lib/schema/builder/facts";
import { Button } from "../ui/button";
import { Callout } from "../ui/callout";

/** The keywords of a subschema that stay as the code has them. */
export function KeptNote({ facts: { kept }, onShow }: { facts: FieldFacts; onShow: () => void }) {
  if (kept.length === 0) return null;
  const idle = kept.filter((one) => one.idle);
  const others = kept.filter((one) => !one.idle);
  return (
    <Callout
      tone="caution"
      title={`${kept.length} ${kept.length === 1 ? "keyword" : "keywords"} kept as they are: ${kept.map(({ keyword }) => keyword).join(", ")}`}
      actions={
        <Button size="small" icon={<Code aria-hidden="true" />} onClick={onShow}>
          Show in the code
        </Button>
      }
    >
      {others.length > 0 && <p>The builder does not show them, and never changes them.</p>}
      {idle.length > 0 && <p>{idle.map(({ keyword }) => keyword).join(", ")} say nothing of a value of this kind.</p>}
    </Callout>
  );
}
