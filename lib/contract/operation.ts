import type { z } from "zod";
import type { Permission } from "./permissions";

type Success = {
  says: string;
  shape?: z.ZodType;
  example?: unknown;
  /** The media type when it is not JSON. */
  type?: string;
  /** Other media types of the same answer, each with an example of its text. */
  or?: Readonly<Record<string, string>>;
};

/** One row: an address, who may call it, what it takes and what it answers. Refusals follow from these facts. */
export type Operation = {
  method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  path: string;
  /** Other addresses of the same operation. */
  also?: readonly string[];
  summary: string;
  says: string;
  /** Null: anybody, without a key; or a person about themselves. */
  permission: Permission | null;
  /** Only a signed-in person may ask, about themselves; no account is named. permission is null. */
  person?: true;
  /** Anybody may ask; who is signed in is known to the verb. permission is null. */
  maybePerson?: true;
  /** Answered on every plan: what an account needs to run itself. */
  anyPlan?: true;
  /** Much of it is a job's work, and so is any of it with Prefer: respond-async. */
  later?: true;
  /** What is there may forbid it: 409, whatever the method. */
  conflicts?: true;
  query?: z.ZodRawShape;
  /** records: one record or many, JSON or NDJSON; record: one; file: bytes, as they come; else an object of a shape. */
  body?: "records" | "record" | "file" | z.ZodObject;
  /** Without a body the same as with an empty object. */
  bodyOptional?: true;
  /** The record or schema carries an ETag; If-Match is heeded, or asked for. */
  ifMatch?: "heeded" | "required";
  answers: Readonly<Record<number, Success>>;
  request?: unknown;
};

/** Declares a row, keeping its literal types for the door. */
export const row = <const Row extends Operation>(declared: Row) => declared;
