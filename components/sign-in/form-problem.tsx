import type { ApiProblem } from "../api";
import { Callout } from "../ui/callout";

/** What the API said of a form, where no field of it says it already. */
export function FormProblem({ problem }: { problem: ApiProblem | undefined }) {
  if (!problem || problem.errors.length > 0) return null;
  return (
    <Callout tone="bad" live>
      {problem.message}
    </Callout>
  );
}
