/** What a connection is called: its alias, or its number where it has none. */
export const nameOf = ({ id, clientAlias }: { id: number; clientAlias: string | null }) =>
  clientAlias?.trim() || `Connection ${id}`;
