import Ajv from "ajv";
import addFormats from "ajv-formats";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { oscalOf, type OscalFacts } from "./oscal";
import { oscalWords } from "./oscal-words";
import { sampleFacts } from "./sample-facts";

/*
 * NIST's schema is in no package that a test could install: these are its facts that our document touches, compared key by
 * key with release 1.1.2 (complete schema, as defenseunicorns/go-oscal holds it) and 1.1.3 (compliance-trestle's copy).
 * Where an engine reads a pattern more narrowly than JavaScript, or 1.2 asks for more, the narrower rule stands here.
 */
const named = (name: string) => ({ $ref: `#/definitions/${name}` });
const many = (items: object) => ({ type: "array", minItems: 1, items });
const object = (properties: Record<string, object>, required: readonly string[]) => {
  return { type: "object", properties, required, additionalProperties: false };
};
const text = { type: "string" };
const common = { props: many(named("property")), remarks: text };
const model = {
  definitions: {
    uuid: {
      type: "string",
      pattern: "^[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[45][0-9A-Fa-f]{3}-[89ABab][0-9A-Fa-f]{3}-[0-9A-Fa-f]{12}$",
    },
    line: { type: "string", pattern: "^[^\\s\\p{Cc}]([^\\p{Cc}\\u2028\\u2029]*[^\\s\\p{Cc}])?$" },
    title: { type: "string", pattern: "^[^\\n\\r\\p{Cc}]+$" },
    token: { type: "string", pattern: "^(\\p{L}|_)(\\p{L}|\\p{N}|[.\\-_])*$" },
    uri: { type: "string", format: "uri", pattern: "^[a-zA-Z][a-zA-Z0-9+\\-.]+:.+$" },
    reference: { type: "string", format: "uri-reference" },
    time: {
      type: "string",
      pattern: "^(19|2\\d)\\d{2}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])T(2[0-3]|[01]\\d):[0-5]\\d:[0-5]\\d(\\.\\d+)?Z$",
      format: "date-time",
    },
    property: object({ name: named("token"), ns: named("uri"), value: named("line") }, ["name", "value"]),
    control: object({ "control-id": named("token") }, ["control-id"]),
    party: object({ uuid: named("uuid"), type: { enum: ["person", "organization"] }, name: named("line") }, [
      "uuid",
      "type",
    ]),
    subject: object({ "subject-uuid": named("uuid"), type: named("token"), title: named("title") }, [
      "subject-uuid",
      "type",
    ]),
    link: object({ href: named("reference"), rel: named("token"), text: named("title") }, ["href"]),
    evidence: object({ href: named("reference"), description: text }, ["description"]),
    actor: object({ type: { enum: ["tool", "assessment-platform", "party"] }, "actor-uuid": named("uuid") }, [
      "type",
      "actor-uuid",
    ]),
    origin: object({ actors: many(named("actor")) }, ["actors"]),
    hash: object({ algorithm: { enum: ["SHA-256"] }, value: { type: "string", pattern: "^[0-9a-f]{64}$" } }, [
      "value",
      "algorithm",
    ]),
    rlink: object({ href: named("reference"), "media-type": named("line"), hashes: many(named("hash")) }, ["href"]),
    base64: object(
      {
        filename: named("token"),
        "media-type": named("line"),
        value: { type: "string", pattern: "^[0-9A-Za-z+/]+={0,2}$" },
      },
      ["value"],
    ),
    // That there is something to find is no rule of the schema: a constraint of the model warns of it.
    resource: {
      anyOf: [{ required: ["rlinks"] }, { required: ["base64"] }],
      ...object(
        {
          uuid: named("uuid"),
          title: named("title"),
          description: text,
          rlinks: many(named("rlink")),
          base64: named("base64"),
          ...common,
        },
        ["uuid"],
      ),
    },
    observation: object(
      {
        uuid: named("uuid"),
        title: named("title"),
        description: text,
        links: many(named("link")),
        methods: many({ enum: ["EXAMINE", "INTERVIEW", "TEST", "UNKNOWN"] }),
        origins: many(named("origin")),
        subjects: many(named("subject")),
        "relevant-evidence": many(named("evidence")),
        collected: named("time"),
        ...common,
      },
      ["uuid", "description", "methods", "collected"],
    ),
    selection: object({ description: text, "include-controls": many(named("control")), ...common }, []),
    controls: object({ "control-selections": many(named("selection")), ...common }, ["control-selections"]),
    platforms: object({ "assessment-platforms": many(named("platform")) }, ["assessment-platforms"]),
    platform: object({ uuid: named("uuid"), title: named("title") }, ["uuid"]),
    result: object(
      {
        uuid: named("uuid"),
        title: named("title"),
        description: text,
        start: named("time"),
        end: named("time"),
        "local-definitions": object({ "assessment-assets": named("platforms") }, []),
        "reviewed-controls": named("controls"),
        observations: many(named("observation")),
        ...common,
      },
      ["uuid", "title", "description", "start", "reviewed-controls"],
    ),
    metadata: object(
      {
        title: named("title"),
        "last-modified": named("time"),
        version: named("line"),
        "oscal-version": named("line"),
        parties: many(named("party")),
        ...common,
      },
      ["title", "last-modified", "version", "oscal-version"],
    ),
  },
  ...object(
    {
      "assessment-results": object(
        {
          uuid: named("uuid"),
          metadata: named("metadata"),
          "import-ap": object({ href: named("reference"), remarks: text }, ["href"]),
          results: many(named("result")),
          "back-matter": object({ resources: many(named("resource")) }, []),
        },
        ["uuid", "metadata", "import-ap", "results"],
      ),
    },
    ["assessment-results"],
  ),
};
const ajv = new Ajv({ allErrors: true, strict: false, unicodeRegExp: true });
addFormats(ajv);
const isValid = ajv.compile(model);

const facts: OscalFacts = {
  askedAt: "2026-11-23T12:00:00.000000Z",
  content: sampleFacts.content,
  attestation: {
    ...sampleFacts,
    files: [
      { name: "report.pdf", bytes: 9, sha256: "9".repeat(64) },
      { name: "VERIFY.md", bytes: 8, sha256: "8".repeat(64) },
    ],
  },
  contentFile: { name: "content.json", bytes: 5, sha256: sampleFacts.contentSha256 },
  attestationSha256: "a".repeat(64),
};

/** What people wrote: anything, and often the blanks and ends of lines that some engine takes for others. */
const wild = fc.oneof(
  fc.string({ unit: "binary", minLength: 1, maxLength: 40 }),
  fc.string({ unit: fc.constantFrom(..."*_`~^\"'<>&;[](){}!#+-=|:.1a \\"), minLength: 1, maxLength: 20 }),
  fc.constantFrom("two  dice", " ", "\u00a0a\u2003\ufeff", "a\r\n\u2028b\u2029c", "\u0085\u007f", 'a\u0085b\\ "q"'),
);

describe("an evidence as OSCAL assessment results", () => {
  test("fits the public model, whatever people wrote", () => {
    const asked = fc.record({ title: fc.option(wild), note: fc.option(wild), tags: fc.array(wild, { maxLength: 4 }) });
    const names = fc.record({ account: wild, connection: wild, resource: wild });
    fc.assert(
      fc.property(asked, names, fc.array(wild, { maxLength: 3 }), (said, named, redactions) => {
        const attestation = { ...facts.attestation, ...said, names: named };
        isValid(oscalOf({ ...facts, attestation, content: { ...facts.content, redactions } }));
        expect(isValid.errors).toBeNull();
      }),
    );
  });

  test("tells the filter, the seed and what was redacted letter by letter, so that it can be asked for again", () => {
    fc.assert(
      fc.property(wild, wild, fc.uniqueArray(wild, { maxLength: 3 }), (value, seed, redactions) => {
        const filter = { pointer: "/name", op: "eq" as const, value };
        const drawn = { ...facts.content, filter, sample: { size: 1, of: 2, seed }, redactions };
        const document = oscalOf({ ...facts, content: drawn });
        isValid(document);
        expect(isValid.errors).toBeNull();
        const props = document["assessment-results"].results[0]?.observations[0]?.props ?? [];
        const told = (name: string) => props.filter((each) => each.name === name).map((each) => JSON.parse(each.value));
        expect(told("filter")).toEqual([filter]);
        expect(told("sample-seed")).toEqual([seed]);
        expect(told("redacted")).toEqual(redactions);
      }),
    );
  });

  test("has the same identifiers for the same evidence, others for another one, and each once", () => {
    const uuidsOf = (document: object): string[] => JSON.stringify(document).match(/(?<="uuid":")[^"]+/g) ?? [];
    const uuids = uuidsOf(oscalOf(facts));
    expect(uuidsOf(oscalOf(facts))).toEqual(uuids);
    expect(new Set(uuids).size).toBe(uuids.length);
    expect(uuidsOf(oscalOf({ ...facts, attestationSha256: "b".repeat(64) })).some((uuid) => uuids.includes(uuid))).toBe(
      false,
    );
  });

  test("every reference leads to something in the document, nothing stands unreferred, and every file has its hash", () => {
    const document = oscalOf(facts)["assessment-results"];
    const { resources } = document["back-matter"];
    const references = JSON.stringify(document).match(/(?<="(?:href":"#|(?:subject|actor)-uuid":"))[^"]+/g) ?? [];
    const assets = document.results.flatMap((each) =>
      Object.values(each["local-definitions"]["assessment-assets"]).flat(),
    );
    const referred = [...resources, ...document.metadata.parties, ...assets].map(({ uuid }) => uuid);
    expect(new Set(references)).toEqual(new Set(referred));
    const hashes = resources
      .flatMap(({ rlinks }) => rlinks ?? [])
      .map(({ href, hashes: [hash] }) => [href, hash?.value]);
    expect(Object.fromEntries(hashes)).toEqual({
      "content.json": facts.contentFile.sha256,
      "records.jsonl": "1".repeat(64),
      "schema.json": "2".repeat(64),
      "report.pdf": "9".repeat(64),
      "VERIFY.md": "8".repeat(64),
      "attestation.json": facts.attestationSha256,
    });
  });

  test("what is there to check the files with is linked, and is no evidence itself", () => {
    const document = oscalOf(facts)["assessment-results"];
    const [observation] = document.results[0]?.observations ?? [];
    const named = (href: string) => document["back-matter"].resources.find(({ uuid }) => href === `#${uuid}`)?.title;
    expect(observation?.links?.map(({ href }) => named(href))).toEqual(["VERIFY.md"]);
    expect(observation?.["relevant-evidence"].map(({ href }) => named(href))).not.toContain("VERIFY.md");
  });

  test("the plan that is not known is a text in the document, which says so", () => {
    const document = oscalOf(facts)["assessment-results"];
    const plan = document["back-matter"].resources.find(({ uuid }) => document["import-ap"].href === `#${uuid}`);
    expect(plan).toMatchObject({
      title: "No assessment plan is known",
      base64: { "media-type": "text/plain", value: Buffer.from(oscalWords.noPlan).toString("base64") },
    });
  });

  test("collecting took from the request to the attestation, however old the revision is", () => {
    const [result] = oscalOf(facts)["assessment-results"].results;
    const { askedAt, attestation, content } = facts;
    expect(result).toMatchObject({ start: askedAt, end: attestation.generatedAt });
    expect(result?.observations[0]).toMatchObject({ collected: attestation.generatedAt });
    expect(result?.observations[0]?.props.find(({ name }) => name === "revision-at")?.value).toBe(content.revisionAt);
  });

  test("what people typed is escaped where OSCAL has markup, so that it reads as typed, and nowhere else", () => {
    fc.assert(
      fc.property(wild, (typed) => {
        const names = { account: typed, connection: "-", resource: typed };
        const attestation = { ...facts.attestation, names, title: typed };
        const { metadata, "back-matter": back } = oscalOf({ ...facts, attestation })["assessment-results"];
        const name = metadata.parties[0]?.name ?? "";
        expect(/[\p{Cc}\u2028\u2029\ufffe\uffff]/u.test(typed) ? name : typed.trim() || "–").toBe(name);
        for (const title of [metadata.title, back.resources[1]?.title ?? ""]) {
          expect(title.replace(/\\(.)/gu, "$1")).toBe(name);
          expect(title.replace(/\\./gu, "x")).not.toMatch(/[\\`*[<~^"]|^[#>+=|-]/u);
          expect(title).not.toMatch(/\{\{|^\d{1,9}[.)]( |$)/u);
        }
      }),
    );
  });

  test.each([
    ["*x* **y** `z`", "\\*x\\* \\*\\*y\\*\\* \\`z\\`"],
    ["_x_ user_id a__b", "\\_x\\_ user_id a\\_\\_b"],
    ["<b>x</b> &lt; Müller & Söhne", "\\<b>x\\</b> \\&lt; Müller & Söhne"],
    ["[a](b) ![a](b) [CC6.1]", "\\[a](b) !\\[a](b) \\[CC6.1]"],
    [
      "{{ insert: param, x }} {{{ insert: param, x }} {y}",
      "\\{\\{ insert: param, x }} \\{\\{\\{ insert: param, x }} {y}",
    ],
    ['~x~ x^2^ "y" it\'s', '\\~x\\~ x\\^2\\^ \\"y\\" it\'s'],
    ["C:\\*", "C:\\\\\\*"],
    ["# head", "\\# head"],
    ["- a\n+ b\n1. c\n2) d\n3.5 e", "\\- a  \n\\+ b  \n1\\. c  \n2\\) d  \n3.5 e"],
    ["a\n===\nb\r\n---", "a  \n\\===  \nb  \n\\---"],
    ["a | b\n:-: | :-:\n| c |", "a | b  \n\\:-: | :-:  \n\\| c |"],
    ["a\n\n    b\n\tc\u0007", "a  \n  \n\u00a0\u00a0\u00a0\u00a0b  \n\u00a0\u00a0\u00a0\u00a0c"],
  ])("the note %j stands in the remarks as %j", (note, markup) => {
    const [result] = oscalOf({ ...facts, attestation: { ...facts.attestation, note } })["assessment-results"].results;
    expect(result?.observations[0]?.remarks.split("\n\n").slice(2).join("\n\n")).toBe(markup);
    expect(result?.observations[0]?.description).not.toContain(note);
  });

  test("a tag that no identifier can be is a property, and no tag is no control", () => {
    const controls = (tags: string[]) =>
      oscalOf({ ...facts, attestation: { ...facts.attestation, tags } })["assessment-results"].results[0]?.[
        "reviewed-controls"
      ];
    expect(controls(["CC6.1", "7.2  b", "CC6.1", "7.2  b"])).toMatchObject({
      props: [{ name: "control-tag", value: "7.2  b" }],
      "control-selections": [{ "include-controls": [{ "control-id": "CC6.1" }] }],
    });
    expect(controls([])?.["control-selections"][0]).not.toHaveProperty("include-controls");
  });
});
