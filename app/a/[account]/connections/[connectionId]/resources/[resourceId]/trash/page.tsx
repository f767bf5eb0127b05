import type { Metadata } from "next";
import { TrashPage } from "@/components/records/trash-page";

type TrashProps = { params: Promise<{ connectionId: string; resourceId: string }> };

export const metadata: Metadata = { title: "Trash" };

/** The deleted records of a resource. */
export default async function Trash({ params }: TrashProps) {
  const { connectionId, resourceId } = await params;
  return <TrashPage connectionId={Number(connectionId)} resourceId={Number(resourceId)} />;
}
