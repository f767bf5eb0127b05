import { describe, expect, it } from "vitest";
import { pointerNames } from "@/lib/schema/columns";
import { fieldsOfSlots, slotsOfFields, type FilterField } from "./facts";

describe("declared fields and their slots", () => {
  it("come back as they were declared, dates in number slots", () => {
    const fields: FilterField[] = [
      { pointer: "/installed", type: "date" },
      { pointer: "/size", type: "number" },
      { pointer: "/a~1b/0", type: "text" },
    ];
    const slots = slotsOfFields(fields);
    expect(slots).toEqual({ date_1: ["installed"], number_2: ["size"], text_1: ["a/b", "0"] });
    expect(fieldsOfSlots(slots ?? {})).toEqual(fields);
  });

  it("are at most four of text and four of number or date", () => {
    const five = Array.from({ length: 5 }, (_, at) => ({ pointer: `/f${at}`, type: "text" as const }));
    expect(slotsOfFields(five)).toBeUndefined();
    expect(slotsOfFields(five.slice(1))).toBeDefined();
  });

  it("reads pointers as RFC 6901 does", () => {
    expect(pointerNames("/a~1b/m~0n")).toEqual(["a/b", "m~n"]);
    expect(pointerNames("/~01")).toEqual(["~1"]);
  });
});
