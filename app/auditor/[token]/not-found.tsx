import { PlainPage } from "@/components/ui/plain-page";

/** A link that never was, ran out or was ended: told alike. */
export default function NoSuchLink() {
  return (
    <PlainPage title="This link leads nowhere">
      <p>It ran out, was ended, or never was. Ask whoever gave it to you for another one.</p>
    </PlainPage>
  );
}
