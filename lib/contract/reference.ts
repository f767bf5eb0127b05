import { z } from "zod";
import { refusalStatuses } from "./openapi";
import { faceOf, operationIds, operationOf, type Operation, type OperationId } from "./operations";
import { shellQuoted } from "./snippets";

/** What the reference says of one parameter of the query. */
export type Parameter = { name: string; type: string; says: string };
type Topic = { id: string; title: string; operations: OperationId[] };

const faces = { v1: "Vendor’s API, v1", v2: "Vendor’s API, v2" };

const topics: readonly [title: string, nouns: readonly string[]][] = [
  ["Service", ["health", "openapi", "me", "signInMethods"]],
  ["Connections and resources", ["connection", "connections", "resource", "resources"]],
  ["Schemas", ["schema", "schemas"]],
  ["Records", ["record", "records", "change", "changes", "pushes", "deletedRecords", "export", "exports"]],
  ["Imports", ["import", "imports", "import-profile", "import-profiles"]],
  ["Overview, search and views", ["overview", "search", "view", "views"]],
  ["Evidence", ["evidence", "key-set", "signing-keys", "signing-key"]],
  ["Jobs", ["job", "jobs"]],
  ["API keys", ["key", "keys"]],
  [
    "People and account",
    ["account", "people", "person", "invitation", "invitations", "profile", "firstRun", "password"],
  ],
  ["Audit", ["audit", "access", "accessExport"]],
];

/** The operations by face and topic, in the order of their table; a noun without a topic stands under "More". */
export function referenceTopics(): Topic[] {
  const gathered = new Map<string, OperationId[]>();
  for (const title of [...topics.map(([name]) => name), "More", faces.v1, faces.v2]) gathered.set(title, []);
  for (const id of operationIds) gathered.get(topicOf(id))?.push(id);
  return [...gathered]
    .filter(([, operations]) => operations.length > 0)
    .map(([title, operations]) => ({ id: title.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-"), title, operations }));
}

function topicOf(id: OperationId): string {
  const face = faceOf(operationOf(id).path);
  if (face !== "api") return faces[face];
  const noun = id.split(".")[1] ?? "";
  return topics.find(([, nouns]) => nouns.includes(noun))?.[0] ?? "More";
}

/** The parameters of an operation's query, each with its type in a word or two. */
export function queryOf({ query }: Operation): Parameter[] {
  if (!query) return [];
  const { properties = {} } = z.toJSONSchema(z.object(query), { io: "input", unrepresentable: "any" });
  return Object.entries(properties).map(([name, schema]) => {
    if (typeof schema === "boolean") return { name, type: "text", says: "" };
    const choices = schema.enum?.map(String).join(" or ");
    return {
      name,
      type: choices ?? String(schema.type ?? "text").replace("string", "text"),
      says: schema.description ?? "",
    };
  });
}

/** The refusals of an operation by status; their meaning stands once, at the end of the reference. */
export const refusalsOf = refusalStatuses;

/** The operation as a line for a shell; what the reader has to fill in is a variable. */
export function curlOf(operation: Operation, origin: string): string {
  const path = operation.path.replaceAll(/\{(\w+)\}/g, (_all, name: string) => `$${snake(name)}`);
  const asked = operation.body === "file" ? fileQuery(operation) : "";
  const lines = [`curl ${operation.method === "GET" ? "" : `-X ${operation.method} `}"${origin}${path}${asked}"`];
  if (operation.permission !== null) lines.push('-H "Authorization: Bearer $ATTESTRY_KEY"');
  if (operation.ifMatch === "required") lines.push('-H "If-Match: $ETAG"');
  if (operation.body === "file") {
    lines.push('-H "Content-Type: application/octet-stream"', "--data-binary @file.csv");
  } else if (operation.request !== undefined) {
    lines.push('-H "Content-Type: application/json"', `-d ${shellQuoted(JSON.stringify(operation.request))}`);
  }
  return lines.join(" \\\n  ");
}

/** What a file cannot be sent without. */
const fileQuery = ({ query = {} }: Operation) => ("offset" in query ? "?offset=0" : "?fileName=file.csv");

const snake = (name: string) => name.replaceAll(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase();
