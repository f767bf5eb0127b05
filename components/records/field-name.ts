"use client";

import { useMemo } from "react";
import { columnsOfSchema } from "@/lib/schema/columns";
import { pointerStep } from "@/lib/schema/json-error";
import { usePlace } from "./place";
import { pointerNames } from "@/lib/schema/columns";
import { wayTo } from "./pointers";
import { useRecordOrder } from "./record-order";
import { useResourceFacts } from "./resource";

/** How people read a pointer into a record: by the titles that the schema gives, as the form does; "Lines › item 2 › sku". */
export function useFieldName(): (pointer: string) => string {
  const { data } = useResourceFacts(usePlace());
  const { aim } = useRecordOrder();
  const schema = aim?.schema ?? data?.schema;
  return useMemo(() => {
    const titles = new Map(
      columnsOfSchema(schema ?? {}).map(({ pointer, label, within }) => [pointer, [...within, label].join(" › ")]),
    );
    return (pointer) => {
      const steps = pointerNames(pointer).map(pointerStep);
      for (let known = steps.length; known > 0; known -= 1) {
        const title = titles.get(steps.slice(0, known).join(""));
        const rest = steps.slice(known).join("");
        if (title !== undefined) return rest === "" ? title : `${title} › ${wayTo(rest, true)}`;
      }
      return wayTo(pointer);
    };
  }, [schema]);
}
