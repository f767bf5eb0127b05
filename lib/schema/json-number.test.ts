import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { numberForm, plainDecimal } from "./json-number";

describe("A number is written out as PostgreSQL's numeric writes it", () => {
  it.each([
    ["1", "1"],
    ["1.50", "1.50"],
    ["1e3", "1000"],
    ["1.5e3", "1500"],
    ["1.50e1", "15.0"],
    ["100e-2", "1.00"],
    ["12e-4", "0.0012"],
    ["-0", "0"],
    ["-0.00", "0.00"],
    ["0e5", "0"],
    ["0e-3", "0.000"],
    ["-1E+2", "-100"],
    ["0.05e1", "0.5"],
    ["0.005e3", "5"],
    ["0.0012e2", "0.12"],
  ])("%s is %s", (sent, printed) => {
    expect(plainDecimal(sent)).toBe(printed);
  });

  it("measures the digits without writing them", () => {
    expect(numberForm("1e13107")?.digits).toBe(13_108);
    expect(numberForm("1e99999999999")?.digits).toBe(Infinity);
    expect(numberForm("1e399")?.digits).toBe(400);
    expect(numberForm("0e999999999")?.digits).toBe(Infinity);
    expect(["01", "1.", ".5", "+1", "1e", "--1", ""].map(numberForm)).toEqual(new Array(7).fill(undefined));
  });

  it("keeps the value, and measures what it writes", () => {
    fc.assert(
      fc.property(
        fc.boolean(),
        fc.nat(),
        fc.option(fc.stringMatching(/^[0-9]{1,9}$/)),
        fc.option(fc.integer({ min: -50, max: 50 })),
        (minus, whole, fraction, exponent) => {
          const sent = `${minus ? "-" : ""}${whole}${fraction === null ? "" : `.${fraction}`}${exponent === null ? "" : `e${exponent}`}`;
          const printed = plainDecimal(sent);
          const form = numberForm(sent);
          expect(Number(printed)).toBe(Number(sent) + 0);
          expect(form).toMatchObject({ length: printed.length, digits: printed.replace(/[-.]/g, "").length });
          expect(form?.plain).toBe(printed === sent);
        },
      ),
    );
  });
});
