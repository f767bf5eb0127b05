import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isJsonTextError, type JsonTextError } from "./json-error";
import { readValue, splitEnvelope, splitLines, splitMembers } from "./json-text";
import { proveDocument } from "./json-walk";

const bytes = (text: string) => new TextEncoder().encode(text);

function refused(action: () => unknown): JsonTextError {
  try {
    action();
  } catch (error) {
    if (isJsonTextError(error)) return error;
    throw error;
  }
  throw new Error("It was accepted");
}

const envelope = (item: string) => bytes(`{"data": ${item}}`);

describe("What a body may not hold is refused by name and place", () => {
  it.each([
    ["malformed UTF-8", new Uint8Array([...bytes('{"data":{"a":"'), 0xff, ...bytes('"}}')]), "utf8", "", 14],
    ["UTF-8 cut short", new Uint8Array([...bytes('{"data":{}}'), 0xe2, 0x82]), "utf8", "", 11],
    ["a byte order mark", new Uint8Array([0xef, 0xbb, 0xbf, ...bytes("{}")]), "bom", "", 0],
    ["an escaped U+0000", envelope('{"a":"x\\u0000"}'), "nul", "/data/a", 16],
    ["an escaped U+0000 in a key", envelope('{"\\u0000":1}'), "nul", "/data", 11],
    ["a raw U+0000", envelope('{"a":"\u0000"}'), "nul", "/data/a", 15],
    ["a high surrogate alone", envelope('["\\ud800"]'), "surrogate", "/data/0", 11],
    ["a high surrogate before a letter", envelope('["\\ud800\\u0041"]'), "surrogate", "/data/0", 11],
    ["a low surrogate first", envelope('["\\udc00\\ud800"]'), "surrogate", "/data/0", 11],
    ["a low surrogate after an escaped backslash", envelope('["\\\\ud800\\udc00"]'), "surrogate", "/data/0", 18],
    ["a key twice", envelope('{"a":1,"b":{"c":1,"c":2}}'), "duplicate", "/data/b/c", 27],
    ["a key twice, once escaped", envelope('{"a":1,"\\u0061":2}'), "duplicate", "/data/a", 16],
    ["__proto__ twice", envelope('{"__proto__":1,"__proto__":2}'), "duplicate", "/data/__proto__", 24],
    ["data twice", bytes('{"data":{},"data":[]}'), "duplicate", "/data", 11],
    ["a key twice beside data", bytes('{"data":{},"x":{"k":1,"k":2}}'), "duplicate", "/x/k", 22],
    ["1e131071", envelope('{"n":1e131071}'), "number", "/data/n", 14],
    ["1e-500", envelope('{"n":[0, 1e-500]}'), "number", "/data/n/1", 18],
    ["401 digits", envelope(`{"n":${"9".repeat(401)}}`), "number", "/data/n", 14],
    ["a zero of 500 places", envelope('{"n":0e-500}'), "number", "/data/n", 14],
    ["a number beside data that is too long", bytes('{"data":{},"x":1e999}'), "number", "/x", 15],
    ["a raw control character", envelope('{"a":"\n"}'), "syntax", "/data/a", 15],
    ["two documents", bytes('{"data":{}} {}'), "syntax", "", 12],
    ["a comma too many", envelope("[1,]"), "syntax", "/data/1", 12],
    ["a missing comma", envelope('[{"a":1}{"b":2}]'), "syntax", "/data/0", 17],
    ["brackets that do not match", envelope('[{"a":[1}]]'), "syntax", "/data/0/a/0", 17],
    ["no end", envelope('{"a":1').subarray(0, 15), "syntax", "/data/a", 15],
    ["a comment", envelope("[/* */]"), "syntax", "/data/0", 10],
    ["a bad number", envelope("[01]"), "syntax", "/data/0", 10],
    ["nothing", bytes(""), "syntax", "", 0],
    ["no data", bytes('{"date":[]}'), "shape", "", 0],
    ["data that is text", bytes('{"data":"x"}'), "shape", "", 0],
    ["an array", bytes("[]"), "shape", "", 0],
  ])("400 %s", (_name, body, kind, pointer, offset) => {
    const error = refused(() => splitEnvelope(body));
    expect({ kind: error.kind, pointer: error.pointer, offset: error.offset }).toEqual({ kind, pointer, offset });
    expect(error.message).toMatch(/at line \d+, column \d+.*\. [A-Z].*\.$/s);
  });

  it("names line and column for people, counted in characters", () => {
    const error = refused(() => readValue('{\n  "é🙂": 01\n}'));
    expect([error.line, error.column]).toEqual([2, 9]);
    expect(error.message).toBe(
      '"01" is not a JSON number at line 2, column 9 (at /é🙂). Write it like -12.5 or 1e3, or quote it as a string.',
    );
  });
});

describe("What a body may hold comes back as the caller wrote it", () => {
  it("keeps the own text of every record, with escapes, digits and characters beyond ASCII", () => {
    const items = ['{"é":"🙂","n":12345678901234567890.10}', '{ "a" : "\\ud83d\\ude42" }', "7", '"x"', "null", "[]"];
    const found = splitEnvelope(bytes(`{"x":[{}],"data": [ ${items.join(" , ")} ] }`));
    expect(found.items.map(({ text }) => text)).toEqual(items);
    expect(found.items.map(({ value }) => value)).toEqual(items.map((item) => JSON.parse(item) as unknown));
    expect([found.single, found.items.map(({ depth }) => depth)]).toEqual([false, [1, 1, 0, 0, 0, 1]]);
  });

  it("tells one record from a list of one", () => {
    expect(splitEnvelope('{"data":{}}').single).toBe(true);
    expect(splitEnvelope('{"data":{},"more":1}').single).toBe(true);
    expect(splitEnvelope('{"data":[{}]}').single).toBe(false);
    expect(splitEnvelope('{"data":[]}').items).toEqual([]);
  });

  it("marks what PostgreSQL prints differently: exponents and minus zero", () => {
    const plain = (text: string) => splitEnvelope(`{"data":[${text}]}`).items[0]?.plain;
    expect([
      plain('{"a":-0.5,"b":1.50}'),
      plain('{"a":1e2}'),
      plain('{"a":-0}'),
      plain('{"a":-0.00}'),
      plain('{"a":"1e2 -0"}'),
    ]).toEqual([true, false, false, false, true]);
  });

  it("never lets a record reach an object's prototype", () => {
    const value = readValue('{"__proto__":{"polluted":1},"constructor":2}').value as object;
    expect(Object.keys(value)).toEqual(["__proto__", "constructor"]);
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
  });

  it("measures what jsonb will print", () => {
    const stored = (text: string) => splitEnvelope(`{"data":[${text}]}`).items[0]?.storedBytes;
    expect(stored('{"a":1,"b":[1,2]}')).toBe('{"a": 1, "b": [1, 2]}'.length);
    expect(stored('{ "a" : 1e3 , "b" : -0.0 }')).toBe('{"a": 1000, "b": 0.0}'.length);
    expect(stored('"\\/\\u00e9\\ud83d\\ude42\\u0001\\t\\u0009\\u0022\\u007f"')).toBe(
      bytes('"/é🙂\\u0001\\t\\t\\"\u007f"').length,
    );
  });
});

describe("Depth costs no stack", () => {
  it("answers a million open brackets with a place", () => {
    expect(refused(() => splitEnvelope(bytes('{"data":[' + "[".repeat(1_000_000)))).kind).toBe("syntax");
    expect(refused(() => readValue("[".repeat(1_000_000) + "]".repeat(1_000_000))).kind).toBe("depth");
  });

  it("reports a deep record beside good ones instead of refusing the body", () => {
    const deep = '{"a":'.repeat(100_000) + "1" + "}".repeat(100_000);
    const { items } = splitEnvelope(`{"data":[{"id":1},${deep},{"id":2}]}`);
    expect(items.map(({ depth }) => depth)).toEqual([1, 100_000, 1]);
    expect(items.map(({ value }) => value)).toEqual([{ id: 1 }, undefined, { id: 2 }]);
    expect(refused(() => splitEnvelope(`{"data":[${deep.slice(0, -2)}]}`)).kind).toBe("syntax");
  });

  it("reads strings and numbers of 20 MB", () => {
    const long = "x".repeat(20_000_000);
    expect(splitEnvelope(`{"data":[{"a":"${long}"}]}`).items[0]?.text.length).toBe(long.length + 8);
    proveDocument(`["${long}"]`);
    expect(refused(() => splitEnvelope(`{"data":[${"1".repeat(20_000_000)}]}`)).kind).toBe("number");
  });
});

describe("Lines", () => {
  it("takes one record a line and passes over blank ones", () => {
    expect(splitLines('{"a":1}\n\n  {"a":2} \r\n\t\n{"a":3}').items.map(({ text }) => text)).toEqual([
      '{"a":1}',
      '{"a":2}',
      '{"a":3}',
    ]);
    expect(splitLines("\n").items).toEqual([]);
  });

  it.each([
    ["a broken line", '{"a":1}\n{"a":}\n{"a":2}', "syntax", 2],
    ["two records on a line", '{"a":1}\n\n{"a":1} {"a":2}', "syntax", 3],
    ["a record over two lines", '{"a":1}\n{"a":\n1}', "syntax", 2],
    ["a key twice", '{"a":1}\n{"a":1,"a":2}', "duplicate", 2],
    ["a lone surrogate", '{"é":1}\n{"a":"\\udead"}\n', "surrogate", 2],
  ])("names the line of %s", (_name, text, kind, line) => {
    const error = refused(() => splitLines(bytes(text)));
    expect([error.kind, error.line]).toEqual([kind, line]);
  });
});

describe("Members", () => {
  it("gives each member its own text", () => {
    const { members } = splitMembers('{"schema": { "type" : "object" }, "n": 1.0}');
    expect([members.get("schema")?.text, members.get("n")?.text]).toEqual(['{ "type" : "object" }', "1.0"]);
  });
});

describe("Whatever the text is, it is accepted exactly when it is well-formed and keeps our rules", () => {
  it("takes every JSON value that JSON.stringify can write, at any width", () => {
    fc.assert(
      fc.property(fc.array(fc.jsonValue({ stringUnit: "grapheme" })), fc.nat(3), (values, width) => {
        const text = JSON.stringify({ data: values }, null, width);
        fc.pre(!text.includes("\\u0000"));
        expect(splitEnvelope(bytes(text)).items.map(({ value }) => value)).toEqual(
          (JSON.parse(text) as { data: unknown[] }).data,
        );
      }),
    );
  });

  it("agrees with JSON.parse on texts that were damaged, and with the slow walk on all", () => {
    const pieces = [
      '{"data":',
      "{",
      "}",
      "[",
      "]",
      ",",
      ":",
      '"a"',
      '"\\u0061"',
      '"\\"',
      "1",
      "-0",
      "1e5",
      "1e999",
      "true",
      "nul",
      " ",
      "\\",
      '"é"',
      '"\\ud800"',
    ];
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...pieces), { maxLength: 12 }), (parts) => {
        const text = parts.join("");
        const walk = outcome(() => proveDocument(text));
        const fast = outcome(() => readValue(text));
        expect(fast).toBe(walk);
        if (fast === "accepted") expect(() => JSON.parse(text) as unknown).not.toThrow();
        if (fast === "syntax") expect(() => JSON.parse(text) as unknown).toThrow();
      }),
      { numRuns: 3_000 },
    );
  });
});

function outcome(action: () => unknown): string {
  try {
    action();
    return "accepted";
  } catch (error) {
    if (isJsonTextError(error)) return error.kind;
    throw error;
  }
}
