/** A number may take at most this many digits once its exponent is written out. */
export const NUMBER_DIGITS_MAX = 400;

// Beyond this the exponent is refused whatever the digits are, zero included: PostgreSQL's numeric has its own end.
const EXPONENT_MAX = 100_000;
const NUMBER = /^-?(0|[1-9][0-9]*)(?:\.([0-9]+))?(?:[eE]([+-]?[0-9]+))?$/;

/** How PostgreSQL will write a JSON number: how many digits and characters, and whether that is what was sent. */
export interface NumberForm {
  digits: number;
  length: number;
  plain: boolean;
}

/** Measures the plain decimal form of a JSON number without building it; undefined when the text is not one. */
export function numberForm(token: string): NumberForm | undefined {
  const match = NUMBER.exec(token);
  if (match === null) return undefined;
  const whole = match[1] ?? "0";
  const fraction = match[2] ?? "";
  const exponent = match[3] === undefined ? 0 : Number(match[3]);
  const zero = /^0*$/.test(whole) && /^0*$/.test(fraction);
  if (Math.abs(exponent) > EXPONENT_MAX) return { digits: Infinity, length: Infinity, plain: false };
  const scale = Math.max(0, fraction.length - exponent);
  const wholeDigits = zero ? 1 : Math.max(1, significantWhole(whole, fraction) + exponent);
  const negative = token.startsWith("-") && !zero;
  const length = wholeDigits + (scale > 0 ? scale + 1 : 0) + (negative ? 1 : 0);
  return { digits: wholeDigits + scale, length, plain: length === token.length && match[3] === undefined };
}

/** The number as PostgreSQL's numeric prints it: exponent written out, scale kept, no minus before a zero. */
export function plainDecimal(token: string): string {
  const match = NUMBER.exec(token);
  const form = numberForm(token);
  if (match === null || form === undefined) throw new RangeError(`Not a JSON number: ${token.slice(0, 40)}`);
  if (form.plain) return token;
  if (form.digits > NUMBER_DIGITS_MAX)
    throw new RangeError(`Longer than ${NUMBER_DIGITS_MAX} digits: ${token.slice(0, 40)}`);
  const whole = match[1] ?? "0";
  const exponent = match[3] === undefined ? 0 : Number(match[3]);
  let digits = whole + (match[2] ?? "");
  const zero = /^0*$/.test(digits);
  let point = whole.length + exponent;
  if (point > digits.length) digits = digits.padEnd(point, "0");
  if (point < 1) {
    digits = "0".repeat(1 - point) + digits;
    point = 1;
  }
  const head = digits.slice(0, point).replace(/^0+(?=.)/, "");
  const tail = digits.slice(point);
  return (token.startsWith("-") && !zero ? "-" : "") + head + (tail === "" ? "" : "." + tail);
}

/** Position of the decimal point after the first digit that is not zero; negative when zeros follow the point. */
function significantWhole(whole: string, fraction: string): number {
  if (whole !== "0") return whole.length;
  const zeros = /^0*/.exec(fraction);
  return -(zeros?.[0].length ?? 0);
}
