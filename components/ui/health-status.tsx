"use client";

import { useEffect, useState } from "react";
import { askHealth, type Health } from "../api";
import { Glyph } from "./glyph";

const secondsBetween = 15;

/** Whether the API is up, asked by the reader's own browser now and every few seconds. */
export function HealthStatus() {
  const [health, setHealth] = useState<Health>();

  useEffect(() => {
    const leaving = new AbortController();
    const ask = async () => {
      const found = await askHealth(leaving.signal);
      if (!leaving.signal.aborted) setHealth(found);
    };
    void ask();
    const timer = setInterval(() => void ask(), secondsBetween * 1000);
    return () => {
      clearInterval(timer);
      leaving.abort();
    };
  }, []);

  return (
    <p role="status" className="flex min-h-5 flex-wrap items-center gap-x-2 text-body">
      {!health && <Line glyph="clock" tone="text-ink-faint" word="Asking the API" />}
      {health?.up && <Line glyph="check" tone="text-good" word="The API is up" detail={`${health.milliseconds} ms`} />}
      {health?.up === false && <Line glyph="cross" tone="text-bad" word="The API is not up" detail={health.says} />}
    </p>
  );
}

type LineProps = { glyph: "clock" | "check" | "cross"; tone: string; word: string; detail?: string };

function Line({ glyph, tone, word, detail }: LineProps) {
  return (
    <>
      <span className={`flex items-center gap-1.5 font-medium ${tone}`}>
        <Glyph name={glyph} />
        {word}
      </span>
      {detail && <span className="text-ink-faint tabular-nums">{detail}</span>}
    </>
  );
}
