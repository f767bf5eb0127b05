import type { ReactNode } from "react";
import { ResourceFrame } from "@/components/connections/resource-frame";
import { Known } from "@/components/known";
import { knownResource } from "@/components/records/known-records";
import { readHere } from "@/lib/doors/here";

type LayoutProps = {
  children: ReactNode;
  params: Promise<{ account: string; connectionId: string; resourceId: string }>;
};

/** Around the pages of one resource: its title line and its tabs, drawn with what the server knows of it. */
export default async function Layout({ children, params }: LayoutProps) {
  const { account, connectionId, resourceId } = await params;
  const accountId = Number(account);
  const place = { connectionId: Number(connectionId), resourceId: Number(resourceId) };
  const state = await knownResource({ accountId, place, read: (path) => readHere(accountId, path) });
  return (
    <Known state={state}>
      <ResourceFrame place={place}>{children}</ResourceFrame>
    </Known>
  );
}
