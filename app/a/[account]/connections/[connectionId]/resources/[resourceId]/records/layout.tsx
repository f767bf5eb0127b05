import type { ReactNode } from "react";
import { RecordsPage } from "@/components/records/records-page";

type RecordsLayoutProps = {
  children: ReactNode;
  params: Promise<{ account: string; connectionId: string; resourceId: string }>;
};

/** The table of records; the record that is open is the page inside, so the table stays as it is. */
export default async function RecordsLayout({ children, params }: RecordsLayoutProps) {
  const { connectionId, resourceId } = await params;
  return (
    <RecordsPage connectionId={Number(connectionId)} resourceId={Number(resourceId)}>
      {children}
    </RecordsPage>
  );
}
