import { ownResource } from "../addresses";
import { compareExamples as examples } from "../examples/compare";
import { jobsExamples } from "../examples/jobs";
import { row } from "../operation";
import * as shapes from "../shapes/compare";
import { job } from "../shapes/jobs";

/** What differs between two moments of a resource. */
export const compareOperations = {
  "api.compare": row({
    method: "GET",
    path: `${ownResource}/compare`,
    summary: "Compare two moments: how many records differ",
    says: "What came to the same again is no difference. Counted at once where few writes lie between the two.",
    permission: "custom-connections-get",
    query: shapes.compareQuery,
    answers: { 200: { says: "The counts", shape: shapes.comparison, example: examples.comparison } },
  }),
  "api.compare.records": row({
    method: "GET",
    path: `${ownResource}/compare/records`,
    summary: "Compare two moments: which records differ",
    says: "In the order of their ids; a changed record with the places that differ, before and after.",
    permission: "custom-connections-get",
    query: shapes.compareRecordsQuery,
    answers: { 200: { says: "A page", shape: shapes.comparedRecords, example: examples.comparedRecords } },
  }),
  "api.compare.start": row({
    method: "POST",
    path: `${ownResource}/compare`,
    summary: "Compare two moments in a job",
    says: "Counts differences however many there are; with a format it writes them into a file, too.",
    permission: "custom-connections-get",
    body: shapes.compareBody,
    request: examples.compare,
    answers: { 202: { says: "Started; Location is the job's address", shape: job, example: jobsExamples.job } },
  }),
} as const;
