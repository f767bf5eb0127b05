import type pg from "pg";
import { recordText } from "./bench-records";

const RECORDS_EACH = 3;

/** Tables that grow with every push; emptied behind the API's back, as limit and hand empty theirs. */
const growing = ["data_record", "record_version", "change", "push"];

/**
 * Empties the app's records with their history, and takes away the resources of earlier measurements. Their tables
 * refuse that, as they should; the bench is the owner of this database and throws it away at the end.
 */
export async function emptyRecords(client: pg.Client): Promise<void> {
  const guarded = growing.filter((table) => table !== "push");
  await client.query(guarded.map((table) => `alter table ${table} disable trigger no_truncate;`).join(" "));
  await client.query(`truncate ${growing.join(", ")}`);
  await client.query(guarded.map((table) => `alter table ${table} enable trigger no_truncate;`).join(" "));
  await client.query(
    "delete from schema_version where resource_id in (select id from resource where name like 'beside %')",
  );
  await client.query("delete from resource where name like 'beside %'");
}

/**
 * Puts other resources with the same schema, the same three declared fields and a few records each beside one. In SQL,
 * because through the API ten thousand would take longer than all the rest: what is measured is what they cost others.
 */
export async function besideOthers(
  client: pg.Client,
  { account, others, like }: { account: number; others: number; like: number },
): Promise<void> {
  const texts = Array.from({ length: RECORDS_EACH }, (_, at) => recordText(at, 0));
  await client.query("begin");
  await client.query(
    `insert into resource (account_id, connection_id, name, identifier_key, schema_version, filter_slots, revision, record_count)
     select account_id, connection_id, 'beside ' || n, identifier_key, schema_version, filter_slots, 1, $4
     from resource, generate_series(1, $3::int) n where account_id = $1 and id = $2`,
    [account, like, others, RECORDS_EACH],
  );
  await client.query(
    `insert into schema_version (account_id, resource_id, version, schema_text, hash, revision, created_at, created_by)
     select o.account_id, o.id, s.version, s.schema_text, s.hash, 1, s.created_at, s.created_by
     from schema_version s join resource o on o.account_id = s.account_id and o.name like 'beside %'
     where s.account_id = $1 and s.resource_id = $2`,
    [account, like],
  );
  await client.query(
    `insert into data_record (account_id, resource_id, id, data, revision, schema_version, created_at, updated_at,
       text_1, text_2, text_3, text_4, number_1, number_2, number_3, number_4)
     select o.account_id, o.id, x.data ->> 'id', x.data, 1, o.schema_version, now(), now(), s.*
     from resource o, jsonb_array_elements($2::jsonb) as x(data),
       lateral slots_of(x.data, jsonb_populate_record(null::slot_paths, o.filter_slots)) s
     where o.account_id = $1 and o.name like 'beside %'`,
    [account, `[${texts.join(",")}]`],
  );
  await client.query("commit");
}
