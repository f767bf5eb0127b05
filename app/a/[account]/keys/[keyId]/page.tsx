import type { Metadata } from "next";
import { KeyPage } from "@/components/keys/key-page";

export const metadata: Metadata = { title: "API key" };

type KeyAddress = { params: Promise<{ keyId: string }> };

/** One API key. */
export default async function ApiKeyPage({ params }: KeyAddress) {
  return <KeyPage keyId={Number((await params).keyId)} />;
}
