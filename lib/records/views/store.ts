import type { Tx } from "@/lib/changes/tx";
import { reader } from "@/lib/db/client";
import type { Place } from "../store";

export type ViewRow = {
  id: number;
  name: string;
  query: string;
  shared: boolean;
  owner_id: number | null;
  updated_at: string;
};

const columns = "id, name, query, shared, owner_id, updated_at";

/** Everybody's views of a resource and a person's own, by name. */
export async function listViews(place: Place, personId: number | null): Promise<ViewRow[]> {
  return reader.query<ViewRow>(
    `select ${columns} from saved_view
     where account_id = $1 and resource_id = $2 and (shared or owner_id = $3) order by lower(name), id`,
    [place.accountId, place.resourceId, personId],
  );
}

/** One view, held until commit. */
export async function lockView(tx: Tx, place: Place, id: number): Promise<ViewRow | undefined> {
  const [row] = await tx.query<ViewRow>(
    `select ${columns} from saved_view where account_id = $1 and resource_id = $2 and id = $3 for update`,
    [place.accountId, place.resourceId, id],
  );
  return row;
}

/** How many views of a resource a person has. */
export async function countViews(tx: Tx, place: Place, ownerId: number | null): Promise<number> {
  const [row] = await tx.query<{ count: number }>(
    `select count(*) as count from saved_view
     where account_id = $1 and resource_id = $2 and owner_id is not distinct from $3`,
    [place.accountId, place.resourceId, ownerId],
  );
  return row?.count ?? 0;
}

export type NewView = { ownerId: number | null; name: string; query: string; shared: boolean };

/** Adds a view. */
export async function insertView(tx: Tx, place: Place, view: NewView): Promise<ViewRow | undefined> {
  const [row] = await tx.query<ViewRow>(
    `insert into saved_view (account_id, resource_id, owner_id, name, query, shared)
     values ($1, $2, $3, $4, $5, $6) returning ${columns}`,
    [place.accountId, place.resourceId, view.ownerId, view.name, view.query, view.shared],
  );
  return row;
}

/** Changes a view to what is given. */
export async function updateView(tx: Tx, accountId: number, view: ViewRow): Promise<ViewRow | undefined> {
  const [row] = await tx.query<ViewRow>(
    `update saved_view set name = $3, query = $4, shared = $5, updated_at = clock_timestamp()
     where account_id = $1 and id = $2 returning ${columns}`,
    [accountId, view.id, view.name, view.query, view.shared],
  );
  return row;
}

/** Removes a view. */
export async function deleteView(tx: Tx, accountId: number, id: number): Promise<void> {
  await tx.query("delete from saved_view where account_id = $1 and id = $2", [accountId, id]);
}
