import type { Metadata } from "next";
import { RecordDrawer } from "@/components/records/record-drawer";

type NewRecordPageProps = { params: Promise<{ connectionId: string; resourceId: string }> };

export const metadata: Metadata = { title: "New record" };

/** A record that is about to be created. */
export default async function NewRecordPage({ params }: NewRecordPageProps) {
  const { connectionId, resourceId } = await params;
  return <RecordDrawer connectionId={Number(connectionId)} resourceId={Number(resourceId)} recordId={undefined} />;
}
