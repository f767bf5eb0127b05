import fc from "fast-check";

/** Schemas as text for property tests: every keyword of both drafts, unknown ones, odd spellings, any layout. */

const NAMES = [
  "id",
  "name",
  "2",
  "10",
  "a/b",
  "til~de",
  "",
  "__proto__",
  "ünï",
  "properties",
  "required",
  "$ref",
  "x y",
];
const name = fc.oneof(
  fc.constantFrom(...NAMES),
  fc.string({ maxLength: 4 }).filter((text) => !/[\0\ud800-\udfff]/.test(text)),
);
const key = name.map((text) => JSON.stringify(text));

// Numbers that JavaScript would write differently, or not at all.
const number = fc.constantFrom("0", "1", "-7", "1.0", "1.50", "1e3", "12E-2", "9007199254740993", "0.1000", "-0");
const count = fc.constantFrom("0", "1", "3", "1000", "2.0");
const string = fc.oneof(key, fc.constantFrom('"\\u00e9"', '"\\/"', '"\\ud83d\\ude00"', '"#/$defs/a"', '"^a+$"'));
const scalar = fc.oneof(number, string, fc.constantFrom("true", "false", "null"));

type Text = fc.Arbitrary<string>;
const list = (item: Text, { min = 0, max = 3 } = {}): Text =>
  fc.array(item, { minLength: min, maxLength: max }).map((items) => `[${items.join(", ")}]`);
const map = (value: Text, max = 3): Text =>
  fc
    .uniqueArray(fc.tuple(key, value), { maxLength: max, selector: ([one]) => JSON.parse(one) as string })
    .map((members) => `{${members.map(([one, text]) => `${one}: ${text}`).join(", ")}}`);
const names = fc
  .uniqueArray(name, { maxLength: 3 })
  .map((all) => `[${all.map((one) => JSON.stringify(one)).join(", ")}]`);
const types = fc.constantFrom("string", "number", "integer", "boolean", "object", "array", "null");
const type = fc.oneof(
  types.map((one) => JSON.stringify(one)),
  fc.uniqueArray(types, { minLength: 1, maxLength: 4 }).map((all) => JSON.stringify(all)),
);

const { value } = fc.letrec<{ value: string }>((tie) => ({
  value: fc.oneof({ maxDepth: 2 }, scalar, list(tie("value")), map(tie("value"))),
}));

/** A schema object's keywords, each with a value that is legal for it; the properties and items weigh more. */
const { schema, node } = fc.letrec<{ schema: string; node: string }>((tie) => {
  const sub = tie("schema");
  const own: [keyword: string, value: Text][] = [
    ["type", type],
    ["properties", map(sub, 4)],
    ["properties", map(sub, 4)],
    ["items", sub],
    ["required", names],
    ["additionalProperties", sub],
    ["additionalProperties", fc.constantFrom("true", "false")],
    ["enum", list(value, { min: 1 })],
    ["const", value],
    ["default", value],
    ["examples", list(value)],
    ...["title", "description", "format", "$comment", "contentEncoding", "contentMediaType"].map(
      (keyword): [string, Text] => [keyword, string],
    ),
    ...["minLength", "maxLength", "minItems", "maxItems", "minProperties", "maxProperties", "minContains"].map(
      (keyword): [string, Text] => [keyword, count],
    ),
    ...["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"].map((keyword): [string, Text] => [
      keyword,
      number,
    ]),
    ["multipleOf", fc.constantFrom("1", "0.10", "2.50")],
    ["pattern", fc.constantFrom('"^a"', '"\\\\d{3}"')],
    ...["uniqueItems", "readOnly", "writeOnly", "deprecated", "x-sensitive"].map((keyword): [string, Text] => [
      keyword,
      fc.constantFrom("true", "false"),
    ]),
    ["$ref", fc.constantFrom('"#"', '"#/$defs/a"', '"#/properties/name"')],
    ["$id", fc.constant('"https://example.com/one"')],
    ["$anchor", fc.constant('"here"')],
    ...["allOf", "anyOf", "oneOf", "prefixItems"].map((keyword): [string, Text] => [keyword, list(sub, { min: 1 })]),
    ...["not", "if", "then", "else", "contains", "propertyNames", "additionalItems", "unevaluatedProperties"].map(
      (keyword): [string, Text] => [keyword, sub],
    ),
    ...["unevaluatedItems", "contentSchema"].map((keyword): [string, Text] => [keyword, sub]),
    ...["patternProperties", "$defs", "definitions", "dependentSchemas"].map((keyword): [string, Text] => [
      keyword,
      map(sub, 2),
    ]),
    ["dependentRequired", map(names)],
    ["dependencies", map(fc.oneof(names, sub))],
    ["x-owner", value],
    ["unknown", value],
  ];
  const member = fc.constantFrom(...own).chain(([keyword, text]) => text.map((one) => [keyword, one] as const));
  return {
    schema: fc.oneof({ maxDepth: 4, depthSize: "small" }, fc.constantFrom("true", "false", "{}"), tie("node")),
    node: fc
      .uniqueArray(member, { maxLength: 7, selector: ([keyword]) => keyword })
      .map((members) => `{${members.map(([keyword, text]) => `"${keyword}": ${text}`).join(", ")}}`),
  };
});

/** The same text laid out in another way: on one line, without blanks, or with a member a line. */
function relaid(text: string, layout: string): string {
  if (layout === "one line") return text;
  if (layout === "bare") return text.replace(/("(?:[^"\\]|\\.)*")|\s+/g, "$1");
  const unit = layout === "tabs" ? "\t" : "   ";
  let level = 0;
  return text.replace(/"(?:[^"\\]|\\.)*"|[{}[\],]\s*/g, (token) => {
    if (token.startsWith('"')) return token;
    const mark = token.charAt(0);
    if ("{[".includes(mark)) return `${mark}\n${unit.repeat(++level)}`;
    if ("}]".includes(mark)) return `\n${unit.repeat(--level)}${mark}`;
    return `${mark}\n${unit.repeat(level)}`;
  });
}

/** A subschema as text. */
export const schemaText = schema;

/** A whole schema as text, in any layout. */
export const documentText = fc
  .tuple(node, fc.constantFrom("one line", "bare", "tabs", "spaces"))
  .map(([text, layout]) => relaid(text, layout));

/** A field's name. */
export const fieldName = name;
