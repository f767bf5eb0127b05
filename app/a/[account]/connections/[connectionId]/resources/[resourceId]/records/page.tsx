import type { Metadata } from "next";

export const metadata: Metadata = { title: "Records" };

/** No record is open: the table of the layout is all there is. */
export default function NoRecordOpen() {
  return null;
}
