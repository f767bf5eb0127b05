import type { ReactNode } from "react";
import { knownJobs } from "@/components/jobs/known-jobs";
import { Shell } from "@/components/shell/shell";
import { readHere } from "@/lib/doors/here";
import { viewerOf } from "@/lib/guard/page";

type AccountLayoutProps = { children: ReactNode; params: Promise<{ account: string }> };

/** Around the pages of one account. Who is not signed in is sent to sign in; who is not a member finds nothing. */
export default async function AccountLayout({ children, params }: AccountLayoutProps) {
  const { account } = await params;
  const viewer = await viewerOf(Number(account));
  const known = await knownJobs(viewer.account.id, (path) => readHere(viewer.account.id, path));
  return (
    <Shell key={account} facts={viewer} known={known}>
      {children}
    </Shell>
  );
}
