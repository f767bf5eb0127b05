import Link from "next/link";
import { PlainPage } from "@/components/ui/plain-page";

/** For an address that no page has. */
export default function NotFound() {
  return (
    <PlainPage title="Nothing is at this address">
      <p>It may have been mistyped, or what was here has been removed.</p>
      <Link className="py-1" href="/">
        Go to the first page
      </Link>
    </PlainPage>
  );
}
