import { ShieldCheck } from "lucide-react";
import { LinkButton } from "@/components/ui/button";
import { PlainPage } from "@/components/ui/plain-page";

/** A link that never was, ran out or was ended: told alike. */
export default function NoSuchLink() {
  return (
    <PlainPage title="This link leads nowhere">
      <p>It ran out, was ended, or never was. Ask whoever gave it to you for another one.</p>
      <p>A bundle that you took by it can be checked as before.</p>
      <LinkButton href="/verify" icon={<ShieldCheck aria-hidden="true" />}>
        Check a bundle
      </LinkButton>
    </PlainPage>
  );
}
