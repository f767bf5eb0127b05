// The beginnings that addresses of operations share, and a sentence that several of them say.
export const v1 = "/public/custom-connections/{connectionId}";
export const v1Resource = `${v1}/resources/{resourceId}` as const;
export const v2 = "/public/v2/custom-connections";
export const v2Resource = `${v2}/{connectionId}/resources/{resourceId}` as const;
export const own = "/api/connections";
export const ownResource = `${own}/{connectionId}/resources/{resourceId}` as const;

export const replaces =
  "An upsert replaces the record's data; a bad row answers beside the good ones and stops none of them.";
