import type { Metadata } from "next";
import { JobsPage } from "@/components/jobs/jobs-page";

export const metadata: Metadata = { title: "Jobs" };

/** What runs and what ran. */
export default function Page() {
  return <JobsPage />;
}
