/**
 * The canonical form of a record from PostgreSQL's jsonb text: keys in RFC 8785's order (UTF-16 code units), no
 * blanks, strings as they stand (jsonb escapes exactly what RFC 8785 escapes), numbers as the stored decimal text.
 */
export function canonicalRecord(jsonbText: string): string {
  const reader = { text: jsonbText, at: 0 };
  const canonical = value(reader);
  if (reader.at !== jsonbText.length) throw new SyntaxError(`Not one jsonb value: stopped at ${reader.at}`);
  return canonical;
}

interface Reader {
  text: string;
  at: number;
}

// Recursion is bounded: the contract lets no record be deeper than 64 levels.
function value(reader: Reader): string {
  const code = reader.text.charCodeAt(reader.at);
  if (code === 123) return object(reader);
  if (code === 91) return array(reader);
  const from = reader.at;
  reader.at = code === 34 ? stringEnd(reader.text, from) : scalarEnd(reader.text, from);
  return reader.text.slice(from, reader.at);
}

function object(reader: Reader): string {
  const { text } = reader;
  const keys: string[] = [];
  const members: string[] = [];
  reader.at++;
  while (text.charCodeAt(reader.at) !== 125) {
    if (keys.length > 0) reader.at += 2;
    const from = reader.at;
    const end = stringEnd(text, from);
    const raw = text.slice(from + 1, end - 1);
    reader.at = end + 2;
    keys.push(raw.includes("\\") ? (JSON.parse(text.slice(from, end)) as string) : raw);
    members.push(text.slice(from, end) + ":" + value(reader));
  }
  reader.at++;
  return "{" + sortedBy(keys, members).join(",") + "}";
}

// Few keys, nearly in order: insertion beats the built-in sort by half. Many keys take the built-in one.
function sortedBy(keys: string[], members: string[]): string[] {
  if (keys.length > 40) {
    const order = keys.map((_, index) => index).sort((left, right) => (keys[left]! < keys[right]! ? -1 : 1));
    return order.map((index) => members[index]!);
  }
  for (let next = 1; next < keys.length; next++) {
    const key = keys[next]!;
    const member = members[next]!;
    let at = next;
    for (; at > 0 && keys[at - 1]! > key; at--) {
      keys[at] = keys[at - 1]!;
      members[at] = members[at - 1]!;
    }
    keys[at] = key;
    members[at] = member;
  }
  return members;
}

function array(reader: Reader): string {
  const { text } = reader;
  let out = "[";
  reader.at++;
  while (text.charCodeAt(reader.at) !== 93) {
    if (out.length > 1) {
      reader.at += 2;
      out += ",";
    }
    out += value(reader);
  }
  reader.at++;
  return out + "]";
}

function stringEnd(text: string, from: number): number {
  let quote = text.indexOf('"', from + 1);
  while (quote !== -1 && escaped(text, quote)) quote = text.indexOf('"', quote + 1);
  if (quote === -1) throw new SyntaxError("Not jsonb text: a string never ends");
  return quote + 1;
}

/** True when an odd number of backslashes stands before the quote. */
function escaped(text: string, quote: number): boolean {
  let at = quote;
  while (text.charCodeAt(at - 1) === 92) at--;
  return ((quote - at) & 1) === 1;
}

function scalarEnd(text: string, from: number): number {
  let at = from;
  while (at < text.length) {
    const code = text.charCodeAt(at);
    if (code === 44 || code === 125 || code === 93) break;
    at++;
  }
  if (at === from) throw new SyntaxError("Not jsonb text: a value is missing");
  return at;
}
