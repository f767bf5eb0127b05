import { setImmediate as soon } from "node:timers/promises";
import { expect, test } from "vitest";
import { takeTurn, takeTurnWithin } from "./turns";

test("no more of a kind work at once than may; later ones wait in the order they came", async () => {
  const begun: number[] = [];
  const ends: (() => void)[] = [];
  const read = async (number: number) => {
    ends[number] = await takeTurn("reading", 2);
    begun.push(number);
  };
  const all = [0, 1, 2, 3].map(read);
  await soon();
  expect(begun).toEqual([0, 1]);
  ends[1]?.();
  await soon();
  expect(begun).toEqual([0, 1, 2]);
  ends[0]?.();
  ends[2]?.();
  await Promise.all(all);
  expect(begun).toEqual([0, 1, 2, 3]);
  ends[3]?.();
  (await takeTurn("reading", 1))();
});

test("whoever waits no longer leaves the line, and their turn is the next one's", async () => {
  const first = await takeTurnWithin("starting", 1, 10);
  expect(await takeTurnWithin("starting", 1, 10)).toBeUndefined();
  const patient = takeTurn("starting", 1);
  first?.();
  (await patient)();
  expect(await takeTurnWithin("starting", 1, 10), "nobody has it any more").toBeTypeOf("function");
});
