import { Badge } from "../ui/badge";
import type { Tone } from "../ui/tone";
import type { SessionFacts, SessionStatus } from "./session-api";

const states: Record<SessionStatus, { word: string; tone: Tone }> = {
  IN_PROGRESS: { word: "open", tone: "info" },
  ACTIVE: { word: "live", tone: "good" },
  ARCHIVED: { word: "archived", tone: "plain" },
  CANCELED: { word: "canceled", tone: "plain" },
};

/** Every state, as the filter offers it. */
export const stateChoices = Object.entries(states).map(([value, { word }]) => ({
  value: value as SessionStatus,
  label: word.charAt(0).toUpperCase() + word.slice(1),
}));

/** Where a session stands, in a word. */
export function SessionState({ session }: { session: Pick<SessionFacts, "status" | "expired"> }) {
  const { word, tone } = states[session.status];
  return <Badge tone={tone}>{session.expired ? "expired" : word}</Badge>;
}
