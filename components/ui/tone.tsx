import { CircleAlert, CircleCheck, CircleX, Info, type LucideIcon } from "lucide-react";

export type Tone = "good" | "caution" | "bad" | "info" | "plain";

/** The icon and colours of each meaning. A meaning is never told by colour alone, so every use has icon and words. */
export const tones: Record<Tone, { icon: LucideIcon | null; ink: string; wash: string }> = {
  good: { icon: CircleCheck, ink: "text-good", wash: "bg-good-wash" },
  caution: { icon: CircleAlert, ink: "text-caution", wash: "bg-caution-wash" },
  bad: { icon: CircleX, ink: "text-bad", wash: "bg-bad-wash" },
  info: { icon: Info, ink: "text-info", wash: "bg-info-wash" },
  plain: { icon: null, ink: "text-ink-soft", wash: "bg-wash" },
};
