import { EmptyState } from "@/components/ui/empty-state";

/** An address of the account that leads nowhere. */
export default function AccountNotFound() {
  return (
    <EmptyState
      title="Nothing is at this address"
      text="It may have been deleted, or you may not have access to it. Search finds whatever you can see."
    />
  );
}
