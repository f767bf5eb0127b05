"use client";

import { createContext, type ReactNode, use, useMemo } from "react";

export type RecordOrder = {
  /** The record before one in the list behind; undefined at its beginning, or when it is not in the list. */
  previous: (id: string) => string | undefined;
  /** The record after one; at the end of what is loaded more is asked for. */
  next: (id: string) => string | undefined;
  /** The page of a record, with the view it was opened from. */
  hrefOf: (id: string) => string;
  /** Back to the list alone. */
  listHref: string;
};

const nowhere: RecordOrder = {
  previous: () => undefined,
  next: () => undefined,
  hrefOf: (id) => encodeURIComponent(id),
  listHref: ".",
};

const OrderContext = createContext<RecordOrder>(nowhere);

/** The order of the list in which a record was opened. */
export const useRecordOrder = (): RecordOrder => use(OrderContext);

type OrderProps = {
  ids: readonly string[];
  /** Asks for more of the list. */
  more: () => void;
  listPath: string;
  query: string;
  children: ReactNode;
};

const NEAR_END = 5;

/** Hands the order of the list to what is opened from it. */
export function RecordOrderProvider({ ids, more, listPath, query, children }: OrderProps) {
  const order = useMemo<RecordOrder>(() => {
    const places = new Map(ids.map((id, at) => [id, at]));
    const beside = (id: string, by: number) => {
      const at = places.get(id);
      return at === undefined ? undefined : ids[at + by];
    };
    return {
      previous: (id) => beside(id, -1),
      next: (id) => {
        if ((places.get(id) ?? 0) >= ids.length - NEAR_END) queueMicrotask(more);
        return beside(id, 1);
      },
      hrefOf: (id) => `${listPath}/${encodeURIComponent(id)}${query}`,
      listHref: listPath + query,
    };
  }, [ids, more, listPath, query]);
  return <OrderContext value={order}>{children}</OrderContext>;
}
