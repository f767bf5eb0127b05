"use client";

import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { ApiProblem } from "./api";

const FRESH_MS = 5_000;
const KEPT_MS = 15 * 60_000;

/** Asking again helps when nothing answered or the server was busy, never when it refused. */
function worthAnother(failures: number, problem: Error): boolean {
  const refused = problem instanceof ApiProblem && problem.status >= 400 && problem.status < 500;
  return !refused && failures < 2;
}

function makeClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: { staleTime: FRESH_MS, gcTime: KEPT_MS, retry: worthAnother, refetchOnWindowFocus: true },
      mutations: { retry: false },
    },
  });
}

/** What pages have read, kept for a while so that Back shows it at once and asks again behind it. */
export function QueryProvider({ children }: { children: ReactNode }) {
  const [client] = useState(makeClient);
  return <QueryClientProvider client={client}>{children}</QueryClientProvider>;
}
