import { Skeleton, SkeletonRows } from "@/components/ui/skeleton";

/** A page of the account that is on its way. */
export default function Loading() {
  return (
    <>
      <div className="mb-5 flex min-h-8 items-center">
        <Skeleton className="h-5 w-48" />
      </div>
      <SkeletonRows />
    </>
  );
}
