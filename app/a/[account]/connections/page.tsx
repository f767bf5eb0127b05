import type { Metadata } from "next";
import { ConnectionsPage } from "@/components/connections/connections-page";

export const metadata: Metadata = { title: "Connections" };

/** All connections of an account. */
export default function Page() {
  return <ConnectionsPage />;
}
