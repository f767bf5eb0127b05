/**
 * RFC 8785's canonical JSON of a plain value: keys in the order of their UTF-16 code units, no blanks, strings and
 * numbers as JSON.stringify writes them; members that are undefined are left out. For what we make ourselves: a
 * record's text keeps its digits through canonicalRecord instead. Throws on what JSON cannot say.
 */
export function canonicalValue(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalValue).join(",")}]`;
  if (typeof value === "object" && value !== null) {
    const members = Object.entries(value)
      .filter(([, member]) => member !== undefined)
      .sort(([left], [right]) => (left < right ? -1 : 1))
      .map(([key, member]) => `${JSON.stringify(key)}:${canonicalValue(member)}`);
    return `{${members.join(",")}}`;
  }
  if (typeof value === "number" && !Number.isFinite(value)) throw new TypeError(`${value} is no number in JSON`);
  const text = JSON.stringify(value) as string | undefined;
  if (text === undefined) throw new TypeError(`A ${typeof value} cannot be said in JSON`);
  return text;
}
