import { z } from "zod";
import { actor, originFields, searched, whyFields } from "../shapes";

const idNumber = z.int().positive();
const isoTime = z.iso.datetime();
const count = z.int().nonnegative();

const day = z.strictObject({ day: z.iso.date(), pushes: count, accepted: count, rejected: count });

export const overview = z.strictObject({
  connections: z.array(
    z.strictObject({
      id: idNumber,
      clientAlias: z.string().nullable(),
      resources: z.array(
        z.strictObject({
          id: idNumber,
          name: z.string(),
          recordCount: count,
          lastPushAt: isoTime.nullable(),
          lateAfterHours: z.int().nullable(),
          late: z.boolean().describe("Its source has not pushed for longer than is allowed"),
          failing: z
            .strictObject({ count, more: z.boolean(), checking: z.boolean() })
            .describe("Records that fail the present schema; more: beyond the count; checking: still being counted"),
          pushesPerDay: z.array(day).describe("The last 14 days in the account's time zone, today the last"),
        }),
      ),
    }),
  ),
  recentChanges: z.array(
    z.strictObject({
      connectionId: idNumber,
      resourceId: idNumber,
      resourceName: z.string(),
      revision: z.int(),
      kind: z.string(),
      ...originFields,
      actor,
      ...whyFields,
      schemaVersion: z.int(),
      created: count,
      updated: count,
      unchanged: count,
      deleted: count,
      rejected: count,
    }),
  ),
});

export const searchQuery = { q: searched.describe("What a name holds, or an id or text begins with, in any case") };

const place = { connectionId: idNumber, id: idNumber, name: z.string() };
export const found = z.strictObject({
  connections: z.array(z.strictObject({ id: idNumber, name: z.string() })),
  resources: z.array(z.strictObject(place)),
  records: z.array(
    z.strictObject({
      connectionId: idNumber,
      resourceId: idNumber,
      resourceName: z.string(),
      id: z.string(),
      displayName: z.string().nullable(),
    }),
  ),
});

const noNul = (text: string) => !/\0|\p{Surrogate}/u.test(text);
const name = z.string().trim().min(1).max(100).refine(noNul, "holds a character that cannot be stored");
const query = z
  .string()
  .max(8_000)
  .refine(noNul, "holds a character that cannot be stored")
  .describe("The query of the page's address, as it stands behind the question mark");
const shared = z.boolean().optional().describe("true: for everybody, which needs Share Views; else one's own");

const from = idNumber
  .optional()
  .describe(
    "The view that the query was made from: where it comes back as the caller was shown it, what is hidden stays",
  );

export const newView = z.strictObject({ name, query, shared, from });
export const viewChange = z.strictObject({ name: name.optional(), query: query.optional(), shared });
export const view = z.strictObject({
  id: idNumber,
  name: z.string(),
  query: z.string(),
  shared: z.boolean(),
  ownerId: idNumber.nullable(),
  mine: z.boolean(),
  updatedAt: isoTime,
});
export const viewsList = z.strictObject({ data: z.array(view) });
