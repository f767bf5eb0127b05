import { examples } from "../examples";
import { row } from "../operation";
import * as shapes from "../shapes";

/** What the installation says of itself. */
export const serviceOperations = {
  "api.health": row({
    method: "GET",
    path: "/api/health",
    summary: "Is it up?",
    says: "Asks the database, too; 503 while it is away.",
    permission: null,
    answers: { 200: { says: "Up", shape: shapes.health, example: examples.health } },
  }),
  "api.openapi": row({
    method: "GET",
    path: "/openapi.json",
    summary: "This document",
    says: "OpenAPI 3.1, generated from the table that serves the operations.",
    permission: null,
    answers: { 200: { says: "The document", shape: shapes.document, example: { openapi: "3.1.0" } } },
  }),
  "api.me": row({
    method: "GET",
    path: "/api/me",
    summary: "Who am I?",
    says: "The account and the power of the key that asks.",
    permission: "custom-connections-get",
    answers: { 200: { says: "The key", shape: shapes.me, example: examples.me } },
  }),
} as const;
