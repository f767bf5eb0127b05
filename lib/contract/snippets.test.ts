import { describe, expect, it } from "vitest";
import { snippetOf } from "./snippets";

const record = { id: 'it\'s "a" $HOME `x` \\n', flags: [true, false, null], text: "true or null", ø: "🙂 עברית" };
const facts = {
  origin: "http://127.0.0.1:1",
  place: { connectionId: 3, resourceId: 4 },
  key: "att_k",
  record,
};

describe("A line to copy", () => {
  it("keeps the record one word of the shell, whatever stands in it", () => {
    const quoted = snippetOf("curl", facts).split(" -d ")[1] ?? "";
    // Outside of single quotes only an escaped quote may stand.
    expect(quoted).toMatch(/^('[^']*'|\\')+$/);
    const word = quoted.replaceAll(
      /'([^']*)'|\\(')/g,
      (_all, inside: string = "", escaped: string = "") => inside + escaped,
    );
    expect(JSON.parse(word)).toEqual({ data: record });
  });

  it("writes Python's words for true, false and null outside of texts only", () => {
    const python = snippetOf("python", facts);
    expect(python).toContain("True");
    expect(python).toContain("None");
    expect(python).toContain('"true or null"');
  });

  it("reads the key from the environment until there is one", () => {
    for (const language of ["curl", "node", "python"] as const) {
      expect(snippetOf(language, { ...facts, key: undefined })).toContain("ATTESTRY_KEY");
      expect(snippetOf(language, facts)).not.toContain("ATTESTRY_KEY");
      expect(snippetOf(language, facts)).toContain("/public/custom-connections/3/resources/4/records");
    }
  });
});
