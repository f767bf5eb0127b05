import type { Access } from "@/lib/accounts/authenticate";
import type { Standing } from "@/lib/accounts/rate";
import type { Operation, OperationId } from "@/lib/contract/operations";
import type { RawItem } from "@/lib/schema/json-text";
import type { Body } from "./body";

/** Where a request comes from. address: the caller's; target: path and query as the first line said them. */
export type Peer = { address: string; target: string };

/** What a body became: records in order, or one object with the own text of its members. */
export type Read = {
  single: boolean;
  rows: RawItem[];
  members: ReadonlyMap<string, RawItem>;
  bytes: Uint8Array;
};

/** What a door gets: path, query and body by the row's shapes, and the conditions the headers set. */
export type Input = {
  params: Record<string, string | number>;
  query: Record<string, unknown>;
  body: unknown;
  read: Read;
  ifMatch?: (tag: string | number) => boolean;
  /** The bytes of a body that is a file, once, as the caller sends them. */
  content: () => AsyncIterable<Uint8Array>;
  /** Why a write of ours is made. */
  reason?: string;
  /** The caller would rather have a job's address than wait for the end. */
  respondAsync?: boolean;
  /** The upload session that v1's headers name, and what is done to it afterwards. */
  session?: { id: string; then?: "complete" | "cancel" };
};

/** One request on its way through the gates; each gate adds what it found. */
export type Call = {
  id: OperationId;
  operation: Operation;
  request: Request;
  peer: Peer;
  rawParams: Record<string, string>;
  requestId: string;
  access?: Access;
  standing?: Standing;
  body?: Body;
  input?: Input;
  /** Why the key was refused what it asked for, as its page tells it. */
  refusedFor?: string;
};
