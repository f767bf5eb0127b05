import type { z } from "zod";
import type { Operation } from "./operation";
import { v1Operations } from "./operations/v1";
import { v2Operations } from "./operations/v2";
import { serviceOperations } from "./operations/service";
import { connectionsOperations } from "./operations/connections";
import { schemasOperations } from "./operations/schemas";
import { recordsOperations } from "./operations/records";
import { sessionsOperations } from "./operations/sessions";
import { compareOperations } from "./operations/compare";
import { evidenceOperations } from "./operations/evidence";
import { auditorOperations } from "./operations/auditor";
import { evidenceCareOperations } from "./operations/evidence-care";
import { evidenceScheduleOperations } from "./operations/evidence-schedules";
import { signingOperations } from "./operations/signing";
import { keysOperations } from "./operations/keys";
import { peopleOperations } from "./operations/people";
import { accountOperations } from "./operations/account";
import { auditOperations } from "./operations/audit";
import { chainOperations } from "./operations/chain";
import { viewsOperations } from "./operations/views";
import { jobsOperations } from "./operations/jobs";
import { importsOperations } from "./operations/imports";
import { entryOperations } from "./operations/entry";
import { invitationsOperations } from "./operations/invitations";
import { profileOperations } from "./operations/profile";

export type { Operation } from "./operation";

/** Every operation of the three faces. Doors, server, routes, OpenAPI and tests read this table. */
export const operations = {
  ...v1Operations,
  ...v2Operations,
  ...serviceOperations,
  ...connectionsOperations,
  ...schemasOperations,
  ...recordsOperations,
  ...sessionsOperations,
  ...compareOperations,
  ...viewsOperations,
  ...evidenceOperations,
  ...evidenceCareOperations,
  ...evidenceScheduleOperations,
  ...auditorOperations,
  ...signingOperations,
  ...keysOperations,
  ...peopleOperations,
  ...accountOperations,
  ...auditOperations,
  ...chainOperations,
  ...jobsOperations,
  ...importsOperations,
  ...entryOperations,
  ...invitationsOperations,
  ...profileOperations,
} as const;

export type OperationId = keyof typeof operations;

type Names<Path extends string> = Path extends `${string}{${infer Name}}${infer Rest}` ? Name | Names<Rest> : never;

/** What a door gets of a request: path and query as their types, the body as the row asks for it. */
export type InputOf<Id extends OperationId> = (typeof operations)[Id] extends infer Row extends Operation
  ? {
      params: {
        [Name in Names<Row["path"]>]: Name extends "recordId" | "signInId" | "sessionId" | "kid" | "fileName" | "token"
          ? string
          : number;
      };
      query: Row["query"] extends z.ZodRawShape ? z.output<z.ZodObject<Row["query"]>> : Record<string, never>;
      body: Row["body"] extends z.ZodObject ? z.output<Row["body"]> : undefined;
    }
  : never;

/** The row of an operation, without the literal types that only doors need. */
export function operationOf(id: OperationId): Operation {
  return operations[id];
}

/** All ids, in the table's order. */
export const operationIds = Object.keys(operations) as OperationId[];

/** Which face an operation belongs to. */
export function faceOf(path: string): "v1" | "v2" | "api" {
  if (path.startsWith("/public/v2/")) return "v2";
  return path.startsWith("/public/") ? "v1" : "api";
}
