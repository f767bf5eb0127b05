"use client";

import { Check, X } from "lucide-react";
import { useState } from "react";
import { useViewer } from "../shell/viewer";
import { Button } from "../ui/button";
import { DangerDialog } from "../ui/dialog";
import { toast } from "../ui/toast";
import { useSetPlan, type Account } from "./account";
import { Section } from "./section";

type Plan = Account["plan"];

const plans: { plan: Plan; label: string; says: string; has: string[]; lacks: string[] }[] = [
  {
    plan: "custom-connections",
    label: "Custom Connections",
    says: "All there is.",
    has: ["Connections, schemas and records", "Evidence", "Keys, people, audit and settings"],
    lacks: [],
  },
  {
    plan: "basic",
    label: "Basic",
    says: "Keeps everything, serves no records.",
    has: ["Keys, people, audit and settings"],
    lacks: ["Connections, schemas and records (402)", "Evidence (402)"],
  },
];

/** Which plan the account is on, what it has and what it lacks. */
export function PlanSettings({ account }: { account: Account }) {
  const { can } = useViewer();
  const set = useSetPlan();
  const [asking, setAsking] = useState(false);
  const change = (plan: Plan) =>
    set.mutateAsync(plan).then(
      () => {
        setAsking(false);
        toast.done("The plan is changed");
      },
      (problem: unknown) => void toast.failed(problem, "The plan could not be changed"),
    );
  return (
    <Section id="plan" title="Plan" says="A plan decides what is served. Changing it never deletes anything.">
      <ul className="grid gap-4 sm:grid-cols-2">
        {plans.map(({ plan, label, says, has, lacks }) => {
          const present = plan === account.plan;
          return (
            <li
              key={plan}
              className={`flex flex-col rounded-6 border p-4 ${present ? "border-accent" : "border-hairline"}`}
            >
              <h3 className="flex items-baseline justify-between gap-2 text-body font-medium">
                {label}
                {present && <span className="text-table font-medium text-accent">Your plan</span>}
              </h3>
              <p className="text-table text-ink-faint">{says}</p>
              <ul className="mt-3 flex flex-1 flex-col gap-1.5 text-table text-ink-soft">
                {has.map((one) => (
                  <li key={one} className="flex gap-1.5">
                    <Check aria-label="Has" className="mt-px size-4 shrink-0 text-good" />
                    {one}
                  </li>
                ))}
                {lacks.map((one) => (
                  <li key={one} className="flex gap-1.5">
                    <X aria-label="Lacks" className="mt-px size-4 shrink-0 text-caution" />
                    {one}
                  </li>
                ))}
              </ul>
              {!present && can("account-put") && (
                <Button
                  className="mt-4 self-start"
                  busy={set.isPending && !asking}
                  onClick={() => (plan === "basic" ? setAsking(true) : void change(plan))}
                >
                  Change to {label}
                </Button>
              )}
            </li>
          );
        })}
      </ul>
      <DangerDialog
        open={asking}
        onClose={() => setAsking(false)}
        title="Change to the basic plan?"
        description="Connections, records and evidence are answered with 402, to scripts and to people, until the plan is changed back. Nothing is deleted."
        does="Change to Basic"
        onConfirm={() => change("basic")}
      />
    </Section>
  );
}
