import type { Metadata } from "next";
import { RecordDrawer } from "@/components/records/record-drawer";

type RecordPageProps = { params: Promise<{ connectionId: string; resourceId: string; recordId: string }> };

export const metadata: Metadata = { title: "Record" };

/** One record, beside the table that the layout keeps. */
export default async function RecordPage({ params }: RecordPageProps) {
  const { connectionId, resourceId, recordId } = await params;
  return (
    <RecordDrawer
      connectionId={Number(connectionId)}
      resourceId={Number(resourceId)}
      recordId={decodeURIComponent(recordId)}
    />
  );
}
