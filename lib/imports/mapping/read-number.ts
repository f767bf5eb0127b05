import { plainDecimal, numberForm, NUMBER_DIGITS_MAX } from "@/lib/schema/json-number";

// Blanks of every width, the apostrophe of Switzerland and the underscore of programmers stand between thousands.
const GROUPS = "[\\s\\u00a0\\u2009\\u202f'’_]";
const CURRENCY = /^(?:[€$£¥₹]|EUR|USD|GBP|CHF)\s*|\s*(?:[€$£¥₹]|EUR|USD|GBP|CHF)$/g;
const LENGTH_MAX = 1_000;
const shapes = {
  ".": new RegExp(`^([+-]?)(\\d{1,3}(?:(?:,|${GROUPS})\\d{3})+|\\d*)(?:\\.(\\d*))?(e[+-]?\\d{1,6})?$`, "i"),
  ",": new RegExp(`^([+-]?)(\\d{1,3}(?:(?:\\.|${GROUPS})\\d{3})+|\\d*)(?:,(\\d*))?(e[+-]?\\d{1,6})?$`, "i"),
};

/** The JSON number that a person wrote, with all its digits; undefined for what is none. */
export function readNumber(typed: string, decimal: "." | ","): string | undefined {
  if (typed.length > LENGTH_MAX) return undefined;
  const bare = typed.trim().replace("\u2212", "-");
  const sign = /^[+-]/.exec(bare)?.[0] ?? "";
  const text = sign + bare.slice(sign.length).trim().replace(CURRENCY, "");
  const found = shapes[decimal].exec(text);
  if (found === null) return undefined;
  const [, minus, grouped = "", fraction = "", exponent = ""] = found;
  const whole = grouped.replace(/\D/g, "").replace(/^0+(?=\d)/, "");
  if (whole === "" && fraction === "") return undefined;
  const number = `${minus === "-" ? "-" : ""}${whole || "0"}${fraction && "."}${fraction}${exponent.toLowerCase()}`;
  const form = numberForm(number);
  return form && form.digits <= NUMBER_DIGITS_MAX ? plainDecimal(number) : undefined;
}

/** Which sign most likely stands before the fraction in these cells. */
export function likelyDecimal(samples: readonly string[]): "." | "," {
  const commas = samples.filter((text) =>
    /^[^.]*,\d{1,2}$|^[^.]*,\d{4,}$|\.\d{3},\d|^\D*\d{1,3}(\.\d{3}){2,}$/.test(text.trim()),
  );
  const points = samples.filter((text) =>
    /^[^,]*\.\d{1,2}$|^[^,]*\.\d{4,}$|,\d{3}\.\d|^\D*\d{1,3}(,\d{3}){2,}$/.test(text.trim()),
  );
  return commas.length > points.length ? "," : ".";
}
