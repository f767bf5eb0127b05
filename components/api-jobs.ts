import type { JobFacts } from "@/lib/contract/jobs";
import { accountOfPage, addressOf, api, viewAsOf } from "./api";

export type JobsPage = { data: JobFacts[]; next: number | null };

/** The query that says for which account, and through whose eyes, a plain link or a stream asks. */
function asked(): Record<string, string | undefined> {
  const account = accountOfPage();
  return { account, viewAs: account && viewAsOf(account) };
}

/** Jobs as pages ask for them. */
export const jobsApi = {
  list: (below = 0, size = 20) => api.get<JobsPage>("/api/jobs", { query: { below, size } }),
  cancel: (id: number) => api.post<JobFacts>(`/api/jobs/${id}/cancel`),
  retry: (id: number) => api.post<JobFacts>(`/api/jobs/${id}/retry`),
  undo: (id: number) => api.post<JobFacts>(`/api/jobs/${id}/undo`),
};

/** Where the browser fetches a job's file. */
export const downloadOf = (downloadUrl: string): string => addressOf(downloadUrl, asked());

type Follower = {
  told: (job: JobFacts) => void;
  /** The stream is there, now and after every break: what ended before that it never tells. */
  opened: () => void;
  /** The stream broke for good, so that the page asks from time to time instead. */
  lost: () => void;
};

/** Follows jobs as they get on, until the answer is called. */
export function followJobs({ told, opened, lost }: Follower): () => void {
  const source = new EventSource(addressOf("/api/jobs/events", asked()));
  source.addEventListener("open", opened);
  source.addEventListener("job", ({ data }: MessageEvent<string>) => told(JSON.parse(data) as JobFacts));
  source.addEventListener("error", () => {
    if (source.readyState === EventSource.CLOSED) lost();
  });
  return () => source.close();
}
