/** The annotation of a subschema whose values only those may read who hold the permission. */
export const SENSITIVE = "x-sensitive";
