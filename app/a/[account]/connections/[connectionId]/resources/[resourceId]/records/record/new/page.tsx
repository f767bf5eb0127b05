import type { Metadata } from "next";

export const metadata: Metadata = { title: "New record" };

/** A record that is about to be made: the layout draws it by the address, beside the table. */
export default function NewRecordPage() {
  return null;
}
