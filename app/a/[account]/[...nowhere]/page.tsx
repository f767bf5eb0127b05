import { notFound } from "next/navigation";

/** Any address of the account that no page has: without this, the navigation around it would be gone. */
export default function NowherePage(): never {
  notFound();
}
