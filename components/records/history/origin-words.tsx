"use client";

import { Bot, Cog, KeyRound, User } from "lucide-react";
import { channelInWords } from "../../connections/change-words";

const icons = { key: KeyRound, person: User, job: Cog } as const;

/** Who made a change and through what: a person, a key or a job, and the door they came by. */
export function OriginWords({ actor, channel }: { actor: { kind: string; label: string }; channel: string }) {
  const Icon = Object.hasOwn(icons, actor.kind) ? icons[actor.kind as keyof typeof icons] : Bot;
  return (
    <span className="inline-flex min-w-0 items-center gap-1.5">
      <Icon aria-hidden="true" className="size-3.5 shrink-0 text-ink-faint" />
      <span className="min-w-0 wrap-anywhere">
        {actor.kind === "key" && "key "}
        {actor.kind === "job" && "job "}
        <bdi>{actor.label}</bdi>
      </span>
      <span className="shrink-0 text-ink-faint">through {channelInWords(channel, actor.kind)}</span>
    </span>
  );
}
