"use client";

import { ChevronDown, History } from "lucide-react";
import dynamic from "next/dynamic";
import { useState } from "react";
import { Button } from "../../ui/button";
import { Popover } from "../../ui/popover";

const AsOfPanel = dynamic(() => import("./as-of-panel").then(({ AsOfPanel }) => AsOfPanel), { ssr: false });

type AsOfControlProps = { asOf: string | undefined; onChoose: (asOf: string | undefined) => void };

/** The moment that the records are shown as of; now, unless somebody asks for another. */
export function AsOfControl({ asOf, onChoose }: AsOfControlProps) {
  const [open, setOpen] = useState(false);
  const choose = (moment: string | undefined) => {
    setOpen(false);
    onChoose(moment);
  };
  return (
    <Popover
      label="As of"
      align="end"
      className="w-80"
      open={open}
      onOpenChange={setOpen}
      trigger={
        <Button
          size="small"
          variant="quiet"
          icon={<History aria-hidden="true" />}
          className={asOf ? "bg-accent-wash!" : ""}
        >
          As of: {asOf === undefined ? "now" : wordsOf(asOf)}
          <ChevronDown aria-hidden="true" className="ml-1 inline size-3" />
        </Button>
      }
    >
      <AsOfPanel asOf={asOf} onChoose={choose} />
    </Popover>
  );
}

const wordsOf = (asOf: string) => (/^\d{1,15}$/.test(asOf) ? `revision ${asOf}` : asOf.replace("T", " "));
