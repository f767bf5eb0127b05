import type { Metadata } from "next";
import { NewConnectionPage } from "@/components/connections/new-connection-page";

export const metadata: Metadata = { title: "New connection" };

/** Where a connection is made. */
export default function Page() {
  return <NewConnectionPage />;
}
