type Facts = {
  origin: string;
  place: { connectionId: number; resourceId: number };
  key: string | undefined;
  record: unknown;
};

export type Language = "curl" | "node" | "python";

/** What stands for the key until one is made; a shell, Node and Python all read it from the environment. */
const keyName = "ATTESTRY_KEY";

/** A line or program that pushes one record, ready to run as it stands once it carries a key. */
export function snippetOf(language: Language, { origin, place, key, record }: Facts): string {
  const url = `${origin}/public/custom-connections/${place.connectionId}/resources/${place.resourceId}/records`;
  return writers[language](url, key, { data: record });
}

const writers: Record<Language, (url: string, key: string | undefined, body: object) => string> = {
  curl: (url, key, body) => `curl ${url} \\
  -H "Authorization: Bearer ${key ?? `$${keyName}`}" \\
  -H "Content-Type: application/json" \\
  -d ${shellQuoted(JSON.stringify(body, null, 2))}`,

  node: (url, key, body) => `// push.mjs, for Node 20 or newer: node push.mjs
const answer = await fetch(${JSON.stringify(url)}, {
  method: "POST",
  headers: {
    Authorization: \`Bearer ${key ?? `\${process.env.${keyName}}`}\`,
    "Content-Type": "application/json",
  },
  body: JSON.stringify(${indented(JSON.stringify(body, null, 2), 1)}),
});
console.log(answer.status, await answer.text());`,

  python: (url, key, body) => `# push.py, for Python 3 alone: python3 push.py
import json${key ? "" : ", os"}, urllib.request

key = ${key ? JSON.stringify(key) : `os.environ["${keyName}"]`}
body = ${pythonLiteral(body)}
request = urllib.request.Request(
    ${JSON.stringify(url)},
    data=json.dumps(body).encode(),
    headers={"Authorization": f"Bearer {key}", "Content-Type": "application/json"},
)
with urllib.request.urlopen(request) as answer:
    print(answer.status, answer.read().decode())`,
};

/** A text as one word of any POSIX shell. */
export const shellQuoted = (text: string) => `'${text.replaceAll("'", String.raw`'\''`)}'`;

const indented = (text: string, levels: number) => text.replaceAll("\n", `\n${"  ".repeat(levels)}`);

const pythonWords: Record<string, string> = { true: "True", false: "False", null: "None" };

/** JSON as Python writes it: the three words differ, everything else is alike. */
function pythonLiteral(value: unknown): string {
  // A word stands alone; inside a text it is preceded by an opening quote somewhere, which the first choice swallows.
  const text = JSON.stringify(value, null, 4);
  return text.replaceAll(/"(?:[^"\\]|\\.)*"|\b(?:true|false|null)\b/g, (found) => pythonWords[found] ?? found);
}
