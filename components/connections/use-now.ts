"use client";

import { useEffect, useState } from "react";

const STEP_MS = 60_000;

/** The time, moved on every minute: enough to tell whether a feed is late. */
export function useNow(): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), STEP_MS);
    return () => clearInterval(timer);
  }, []);
  return now;
}
