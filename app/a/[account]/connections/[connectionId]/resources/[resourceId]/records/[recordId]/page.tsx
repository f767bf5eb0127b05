import type { Metadata } from "next";

export const metadata: Metadata = { title: "Record" };

/** One record: the layout draws it by the address, beside the table. */
export default function RecordPage() {
  return null;
}
