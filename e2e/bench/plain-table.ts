/** The table of limit and hand: records and two times, no history; an index for each field that app's resource declares. */
export const plainTable = `
  create table plain (id text collate "C" primary key, data jsonb not null, created timestamptz not null,
    updated timestamptz not null);
  create index on plain ((data ->> 'category') collate "C", id);
  create index on plain (((data ->> 'score')::numeric), id);
  create index on plain ((data ->> 'installed') collate "C", id);`;

/** A page of one category, from a score on, by score; the values' places are the caller's. */
export const pageSql = (columns: string, category: string, from: string) =>
  `select ${columns} from plain where (data ->> 'category') collate "C" = ${category} and (data ->> 'score')::numeric >= ${from}
   order by (data ->> 'score')::numeric, id limit 50`;
