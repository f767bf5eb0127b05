import { accessReview } from "./access-review";
import { assets } from "./assets";
import { backups } from "./backups";
import { changes } from "./changes";
import { incidents } from "./incidents";
import type { StartingSchema } from "./starting-schema";
import { training } from "./training";
import { vendors } from "./vendors";
import { vulnerabilities } from "./vulnerabilities";

/** Schemas to start from, written for this product, in the order in which they are offered. */
export const library: readonly StartingSchema[] = [
  accessReview,
  vendors,
  training,
  vulnerabilities,
  assets,
  backups,
  changes,
  incidents,
];

/** The text that such a schema is published as. */
export const textOfStart = ({ schema }: StartingSchema): string => JSON.stringify(schema, undefined, 2);
