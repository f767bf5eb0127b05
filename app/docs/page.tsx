import type { Metadata } from "next";
import { headers } from "next/headers";
import { ReferencePage } from "@/components/docs/reference-page";

export const metadata: Metadata = { title: "API reference" };

/** The API, as its operations table says it. */
export default async function Page() {
  const asked = await headers();
  const scheme = asked.get("x-forwarded-proto") ?? "http";
  return <ReferencePage origin={`${scheme}://${asked.get("host") ?? "127.0.0.1:3000"}`} />;
}
