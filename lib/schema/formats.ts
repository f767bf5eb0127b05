import { fullFormats } from "ajv-formats/dist/formats.js";
import { spend, type Meter } from "./meter";

// ajv-formats' expression for `url` takes time with the square of the length; browsers stop at about this, too.
const URL_CHARACTERS_MAX = 2_048;

type Check<T> = (value: T) => boolean;

/** A format as Ajv takes it. */
type MeteredFormat = { type: "string"; validate: Check<string> } | { type: "number"; validate: Check<number> };

/** True for a format that is checked; any other is an annotation. */
export function isKnownFormat(name: string): boolean {
  return Object.hasOwn(fullFormats, name);
}

// Longer texts are not tried: some expressions take their time, and a value of a format is short.
const TRIED_MAX = 1_000;

/** Whether a text is in a format; false for a long one. */
export function isInFormat(name: string, text: string): boolean {
  const format: unknown = isKnownFormat(name) ? fullFormats[name as keyof typeof fullFormats] : undefined;
  return format !== undefined && text.length <= TRIED_MAX && textCheck(format)(text);
}

/** ajv-formats' full set, each charging the meter by the length of the text it reads. */
export function meteredFormats(meter: Meter): { [name: string]: MeteredFormat } {
  const formats: { [name: string]: MeteredFormat } = {};
  for (const [name, format] of Object.entries(fullFormats)) {
    if (typeof format === "object" && "type" in format && format.type === "number") {
      const check = format.validate as Check<number>;
      formats[name] = { type: "number", validate: (value) => check(value) };
      continue;
    }
    const check = textCheck(format);
    formats[name] = {
      type: "string",
      validate: (text) => {
        if (name === "url" && text.length > URL_CHARACTERS_MAX) return false;
        spend(meter, 1 + (name === "url" ? (text.length * text.length) >> 8 : text.length >> 3));
        return check(text);
      },
    };
  }
  return formats;
}

function textCheck(format: unknown): Check<string> {
  if (format instanceof RegExp) return (text) => format.test(text);
  if (typeof format === "function") return format as Check<string>;
  if (typeof format === "object" && format !== null && "validate" in format) return textCheck(format.validate);
  return () => true;
}
