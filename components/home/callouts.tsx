"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { api } from "../api";
import { usePages } from "../connections/addresses";
import { useViewer } from "../shell/viewer";
import { Button, LinkButton } from "../ui/button";
import { Callout } from "../ui/callout";
import { toast } from "../ui/toast";

/** What keeps scripts from pushing: terms that nobody accepted, a plan without Custom Connections. */
export function AccountCallouts() {
  const { account, role } = useViewer();
  if (account.termsAccepted && account.plan !== "basic") return null;
  return (
    <div className="mb-5 flex flex-col gap-2">
      {!account.termsAccepted && <TermsCallout admin={role === "admin"} />}
      {account.plan === "basic" && <PlanCallout admin={role === "admin"} />}
    </div>
  );
}

function TermsCallout({ admin }: { admin: boolean }) {
  const [busy, setBusy] = useState(false);
  const router = useRouter();
  const accept = async () => {
    setBusy(true);
    try {
      await api.post("/api/account/terms", { body: { accepted: true } });
      toast.done("The terms are accepted; keys work from now on");
      router.refresh();
    } catch (problem) {
      toast.failed(problem, "The terms could not be accepted");
    }
    setBusy(false);
  };
  return (
    <Callout
      tone="caution"
      title="The terms of the API are not accepted yet"
      actions={
        admin && (
          <Button size="small" busy={busy} onClick={() => void accept()}>
            Accept the terms
          </Button>
        )
      }
    >
      Until then every key is answered 412 and pushes nothing.{" "}
      {!admin && "An administrator of this account can accept them."}
    </Callout>
  );
}

function PlanCallout({ admin }: { admin: boolean }) {
  const pages = usePages();
  return (
    <Callout
      tone="caution"
      title="The basic plan has no custom connections"
      actions={
        admin && (
          <LinkButton size="small" href={pages.settings}>
            See plans
          </LinkButton>
        )
      }
    >
      Records cannot be read or pushed on it. {!admin && "An administrator of this account can change the plan."}
    </Callout>
  );
}
