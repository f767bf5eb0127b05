import type { ReactNode } from "react";
import { ResourceFrame } from "@/components/connections/resource-frame";

type LayoutProps = { children: ReactNode; params: Promise<{ connectionId: string; resourceId: string }> };

/** Around the pages of one resource: its title line and its tabs. */
export default async function Layout({ children, params }: LayoutProps) {
  const { connectionId, resourceId } = await params;
  return (
    <ResourceFrame place={{ connectionId: Number(connectionId), resourceId: Number(resourceId) }}>
      {children}
    </ResourceFrame>
  );
}
