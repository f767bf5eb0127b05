/** One flag of an admin verb: what it takes, what it means, how its text is read. */
export type Flag<Value, Needed extends boolean = boolean> = {
  takes: string;
  says: string;
  needed: Needed;
  read: (text: string) => Value;
};

export type Flags = Record<string, Flag<unknown>>;

export type Values<F extends Flags> = {
  [Name in keyof F]: F[Name] extends Flag<infer Value, infer Needed>
    ? true extends Needed
      ? Value
      : Value | undefined
    : never;
};

/** A command line that cannot be understood; its sentence is followed by the usage. */
export class Misused extends Error {}

const flag = <Value>(takes: string, says: string, read: (text: string) => Value): Flag<Value, false> => ({
  takes,
  says,
  needed: false,
  read,
});

/** Makes a flag one that cannot be left out. */
export const needed = <Value>(optional: Flag<Value, false>): Flag<Value, true> => ({ ...optional, needed: true });

export const text = (says: string) =>
  flag("TEXT", says, (word) => {
    if (!word.trim()) throw new Misused("takes a text that is not empty");
    return word;
  });

export const id = (says: string) => flag("ID", says, readId);

export const ids = (says: string) => flag("ID,ID", says, (word) => words(word).map(readId));

export const list = (says: string) => flag("A,B", says, words);

export const oneOf = <const Choice extends string>(choices: readonly Choice[], says: string) =>
  flag(choices.join("|"), says, (word): Choice => {
    const found = choices.find((choice) => choice === word);
    if (!found) throw new Misused(`takes one of ${choices.join(", ")}`);
    return found;
  });

export const moment = (says: string) =>
  flag("ISO-TIME", says, (word) => {
    const time = /^\d{4}-\d{2}-\d{2}/.test(word) ? new Date(word) : new Date(Number.NaN);
    if (Number.isNaN(time.getTime())) throw new Misused("takes a time such as 2027-01-31T00:00:00Z");
    return time;
  });

/** A whole number, or the word that gives the choice back to the installation's setting (null). */
export const countOr = (word: string, says: string) =>
  flag(`N|${word}`, says, (given) => {
    if (given === word) return null;
    if (!/^\d{1,9}$/.test(given)) throw new Misused(`takes a whole number, or ${word}`);
    return Number(given);
  });

/** Reads `--name value` and `--name=value`. Whatever is unknown, given twice, missing or unreadable is refused by name. */
export function readFlags<F extends Flags>(flags: F, args: readonly string[]): Values<F> {
  const given = new Map<string, string>();
  for (let rest = [...args]; rest.length;) {
    const [word = "", ...after] = rest;
    const [, name = "", attached] = /^--([^=]+)(?:=([\s\S]*))?$/.exec(word) ?? [];
    if (!(name in flags) || !Object.hasOwn(flags, name)) throw new Misused(`${word} is not known here.`);
    if (given.has(name)) throw new Misused(`--${name} is given twice.`);
    const value = attached ?? after[0];
    if (value === undefined || (attached === undefined && value.startsWith("--"))) {
      throw new Misused(`--${name} needs a value: ${flags[name]?.takes}.`);
    }
    given.set(name, value);
    rest = attached === undefined ? after.slice(1) : after;
  }
  const read = Object.entries(flags).map(([name, spec]) => [name, readOne(name, spec, given.get(name))]);
  return Object.fromEntries(read) as Values<F>;
}

function readOne(name: string, spec: Flag<unknown>, word: string | undefined): unknown {
  if (word === undefined) {
    if (spec.needed) throw new Misused(`--${name} is missing: ${spec.says}.`);
    return undefined;
  }
  try {
    return spec.read(word);
  } catch (error) {
    if (error instanceof Misused) throw new Misused(`--${name} ${error.message}; "${word}" is not that.`);
    throw error;
  }
}

function readId(word: string): number {
  const value = Number(word);
  if (!/^[1-9]\d*$/.test(word) || !Number.isSafeInteger(value))
    throw new Misused("takes an id, a whole number above 0");
  return value;
}

const words = (given: string) =>
  given
    .split(",")
    .map((word) => word.trim())
    .filter(Boolean);
