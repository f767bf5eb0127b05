import type { Condition, FieldType, Filter } from "@/lib/contract/filters";
import { pointerNames } from "@/lib/schema/columns";
import type { Marks } from "./hidden";

/** Collects the values of a statement and names their places. */
export class Values {
  readonly list: unknown[] = [];
  add(value: unknown, cast: string): string {
    this.list.push(value);
    return `$${this.list.length}::${cast}`;
  }
}

/** Slots by pointer and type, where the source has them: "/size number" → "number_1". */
export type SlotNames = ReadonlyMap<string, string>;

/** Where pointers start: the record, or the item of a list, which has no slots. */
type Scope = { row: string; values: Values; slots: SlotNames };

/** The SQL of a filter over r.data. Text only ever arrives as a value. */
export function filterSql(filter: Filter, values: Values, slots: SlotNames): string {
  return partSql(filter, { row: "r", values, slots });
}

function partSql(filter: Filter, scope: Scope): string {
  if ("and" in filter) return `(${filter.and.map((part) => partSql(part, scope)).join(" and ")})`;
  if ("or" in filter) return `(${filter.or.map((part) => partSql(part, scope)).join(" or ")})`;
  if ("not" in filter) return `(not coalesce(${partSql(filter.not, scope)}, false))`;
  if ("any" in filter) return anySql(filter, scope);
  return conditionSql(filter, scope);
}

function anySql({ pointer, any }: { pointer: string; any: Filter }, { row, values }: Scope): string {
  const found = `(${row}.data #> ${values.add(pointerNames(pointer), "text[]")})`;
  const item = `${row}_item`;
  const inside = partSql(any, { row: item, values, slots: noSlots });
  return `exists (select from ${itemsSql(found)} ${item}(data) where ${inside})`;
}

const noSlots: SlotNames = new Map();

const itemsSql = (found: string) =>
  `jsonb_array_elements(case jsonb_typeof(${found}) when 'array' then ${found} else '[]' end)`;

/**
 * The SQL of a search: the id or a value (text, number, true or false) holds the text, whatever the case. A look at the
 * record's whole text, where names of members count too, leaves few records whose values are read one by one. What is
 * hidden from the caller is not looked into.
 */
export function searchSql(wanted: string, values: Values, marks: Marks): string {
  // Lowering all of Unicode costs as much again as making the text; a text of ASCII alone can do without.
  const ascii = /^[ -~]*$/.test(wanted);
  const lowered = (text: string) => (ascii ? `lower(${text} collate "C")` : `lower_unicode(${text})`);
  // Selected, so that they are made once and not per row.
  const text = `(select ${lowered(values.add(wanted, "text"))})`;
  const escaped = `(select ${lowered(values.add(JSON.stringify(wanted).slice(1, -1), "text"))})`;
  const readable = '@.type() == "string" || @.type() == "number" || @.type() == "boolean"';
  const held = `exists (select from jsonb_path_query(${dataSql(marks, values)}, 'strict $.** ? (${readable})') found
    where strpos(${lowered("(found #>> '{}')")}, ${text}) > 0)`;
  return `(strpos(${lowered("r.id")}, ${text}) > 0 or (strpos(${lowered("r.data::text")}, ${escaped}) > 0 and ${held}))`;
}

/** The SQL of a record's data as the caller may read them. */
export function dataSql(marks: Marks, values: Values, column = "r.data"): string {
  return marks === null ? column : `mask_record(${column}, ${values.add(marks, "jsonb")})`;
}

/** The SQL of data and erased of a row r, in its resource ($1, $2): of an erased version, null and what is kept of it. */
export function shownSql(marks: Marks, values: Values): string {
  return `coalesce(${dataSql(marks, values)}, 'null') as data,
    case when r.data is null then erased_facts($1, $2, r.id, r.revision) end as erased`;
}

/** The SQL of the end of a line of an export: says of an erased version p what is kept of it. */
export const erasedEndSql = `case when p.data is null then ',"erased":' || erased_facts($1, $2, p.id, p.revision)::text else '' end`;

/**
 * The SQL of "fails the present schema": judged so by the check that runs after a schema is published, and neither the
 * record nor the schema has moved since. A resource without such rows is told by one look, not by one per record.
 */
export function failingSql(schemaVersion: number, values: Values): string {
  const version = values.add(schemaVersion, "integer");
  return `((select exists (select from failing_record where account_id = $1 and resource_id = $2)) and exists (
    select from failing_record f where f.account_id = $1 and f.resource_id = $2 and f.id = r.id
      and f.revision = r.revision and f.schema_version = ${version}))`;
}

const comparisons = { lt: "<", lte: "<=", gt: ">", gte: ">=" } as const;

function conditionSql(condition: Condition, scope: Scope): string {
  const { pointer, op, value } = condition;
  const { row, values } = scope;
  // Added when it is used: PostgreSQL refuses a statement with a value that it never meets.
  let path: string | undefined;
  const found = () => `(${row}.data #> ${(path ??= values.add(pointerNames(pointer), "text[]"))})`;
  const json = () => values.add(JSON.stringify(value), "jsonb");
  switch (op) {
    case "exists":
      return `(${found()} is not null)`;
    case "empty":
      return `(${found()} is null or ${found()} in ('null', '""', '[]', '{}'))`;
    case "has":
      // Compared whole: containment would find [1] in [1, 2].
      return `exists (select from ${itemsSql(found())} item where item = ${json()})`;
    case "in":
      return `(${found()} in (select jsonb_array_elements(${json()})))`;
    case "contains":
      return `(jsonb_typeof(${found()}) = 'string' and strpos(lower_unicode(${found()} #>> '{}'), lower_unicode(${values.add(value, "text")})) > 0)`;
    case "startsWith":
      return `(jsonb_typeof(${found()}) = 'string' and starts_with(${found()} #>> '{}', ${values.add(value, "text")}))`;
    case "ne":
      return `(not coalesce(${equality(condition, found, scope)}, false))`;
    case "eq":
      return equality(condition, found, scope);
    default:
      return `(${sides(condition, found, scope).join(` ${comparisons[op]} `)})`;
  }
}

function equality(condition: Condition, found: () => string, scope: Scope): string {
  const { values, slots } = scope;
  const type = comparedAs(condition);
  if (condition.as === "date") return `(${sides(condition, found, scope).join(" = ")})`;
  const exact = `(${found()} is not distinct from ${values.add(JSON.stringify(condition.value), "jsonb")})`;
  const slot = slots.get(`${condition.pointer} ${type}`);
  if (!slot || typeof condition.value !== (type === "text" ? "string" : "number")) return exact;
  const wanted =
    type === "text" ? `left(${values.add(condition.value, "text")}, 200)` : values.add(condition.value, "numeric");
  // The slot stands bare, so that its index can serve it. What makes it exact is wrapped: the planner takes a bare one for
  // rare and sorts everything that is left, 66 pages a second instead of 3,000. Null must not spread: the caller says so.
  return `(r.${slot} = ${wanted} and coalesce(${exact}, false))`;
}

function comparedAs({ as, value }: Condition): FieldType {
  return as ?? (typeof value === "number" ? "number" : "text");
}

function sides(condition: Condition, found: () => string, { values, slots }: Scope): [string, string] {
  const { pointer, value } = condition;
  const type = comparedAs(condition);
  const slot = slots.get(`${pointer} ${type}`);
  if (type === "number") return [slot ? `r.${slot}` : `slot_number(${found()})`, values.add(value, "numeric")];
  if (type === "date") return [slot ? `r.${slot}` : `slot_date(${found()})`, dateValue(values.add(value, "text"))];
  const text = `(case when jsonb_typeof(${found()}) = 'string' then ${found()} #>> '{}' end) collate "C"`;
  return [text, values.add(value, "text")];
}

/** A date as the seconds that slots keep. */
function dateValue(placeholder: string): string {
  return `slot_date(to_jsonb(${placeholder}))`;
}

/** The SQL of what a list is sorted by. */
export function sortSql(
  pointer: string,
  type: FieldType,
  values: Values,
  slots: SlotNames,
): { sql: string; cast: string } {
  const cast = type === "text" ? "text" : "numeric";
  const slot = slots.get(`${pointer} ${type}`);
  if (slot) return { sql: `r.${slot}`, cast };
  const found = `(r.data #> ${values.add(pointerNames(pointer), "text[]")})`;
  return { sql: `slot_${type}(${found})${type === "text" ? ' collate "C"' : ""}`, cast };
}
