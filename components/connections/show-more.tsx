"use client";

import { Button } from "../ui/button";

type ShowMoreProps = {
  list: { hasNextPage: boolean; isFetchingNextPage: boolean; fetchNextPage: () => unknown };
  words?: string;
};

/** Goes on in a list, further back unless words say otherwise; gone when there is nothing more. */
export function ShowMore({ list, words = "Show older" }: ShowMoreProps) {
  if (!list.hasNextPage) return null;
  return (
    <div className="mt-4">
      <Button busy={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
        {words}
      </Button>
    </div>
  );
}
