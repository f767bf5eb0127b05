import type { Metadata } from "next";
import { SessionPage } from "@/components/sessions/session-page";

export const metadata: Metadata = { title: "Session" };

type PageProps = { params: Promise<{ connectionId: string; resourceId: string; uploadSessionId: string }> };

/** One upload session, and what it would change. */
export default async function Page({ params }: PageProps) {
  const { connectionId, resourceId, uploadSessionId } = await params;
  const place = { connectionId: Number(connectionId), resourceId: Number(resourceId) };
  return <SessionPage place={place} id={Number(uploadSessionId)} />;
}
