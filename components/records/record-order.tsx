"use client";

import { createContext, type ReactNode, use, useMemo } from "react";
import type { PageProblem } from "@/lib/schema/page-judge";
import type { ResourceFacts } from "./resource";

/** The schema that the records of a list are to fit, where it is not the one that holds. */
export type Aim = {
  schema: ResourceFacts["schema"];
  /** As it is called: "version 2". */
  name: string;
};

/** What the API has against a record of the list, as of one revision of it. */
type Verdict = { revision: number | null; problems: readonly PageProblem[] };

export type RecordOrder = {
  aim?: Aim;
  /** How many the list has, where each is to be gone through. */
  total?: number;
  /** The API's own verdict on one of them by the aim; undefined for what is not loaded. */
  verdictOn?: (id: string) => Verdict | undefined;
  /** How many of them are still to be mended. */
  left?: number;
  /** Which one of the list it is, from 1; undefined when it is not in what is loaded. */
  placeOf: (id: string) => number | undefined;
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
  placeOf: () => undefined,
  previous: () => undefined,
  next: () => undefined,
  hrefOf: (id) => encodeURIComponent(id),
  listHref: ".",
};

const OrderContext = createContext<RecordOrder>(nowhere);

/** The order of the list in which a record was opened. */
export const useRecordOrder = (): RecordOrder => use(OrderContext);

type OrderProps = Pick<RecordOrder, "aim" | "total" | "left" | "verdictOn" | "hrefOf" | "listHref"> & {
  ids: readonly string[];
  /** Asks for more of the list. */
  more: () => void;
  children: ReactNode;
};

const NEAR_END = 5;

/** Hands the order of the list to what is opened from it. */
export function RecordOrderProvider({
  ids,
  more,
  hrefOf,
  listHref,
  aim,
  total,
  left,
  verdictOn,
  children,
}: OrderProps) {
  const order = useMemo<RecordOrder>(() => {
    const places = new Map(ids.map((id, at) => [id, at]));
    const beside = (id: string, by: number) => {
      const at = places.get(id);
      return at === undefined ? undefined : ids[at + by];
    };
    const placeOf = (id: string) => {
      const at = places.get(id);
      return at === undefined ? undefined : at + 1;
    };
    return {
      aim,
      total,
      left,
      verdictOn,
      placeOf,
      previous: (id) => beside(id, -1),
      next: (id) => {
        if ((places.get(id) ?? 0) >= ids.length - NEAR_END) queueMicrotask(more);
        return beside(id, 1);
      },
      hrefOf,
      listHref,
    };
  }, [ids, more, hrefOf, listHref, aim, total, left, verdictOn]);
  return <OrderContext value={order}>{children}</OrderContext>;
}
