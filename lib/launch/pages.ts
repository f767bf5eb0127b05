import { EventEmitter } from "node:events";
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import type { Duplex } from "node:stream";
import { projectRoot } from "./places.mjs";

/** Next behind our server: whatever is no operation. */
export type Pages = {
  handle(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void>;
  upgrade?: (incoming: IncomingMessage, socket: Duplex, head: Buffer) => Promise<void>;
  close(): Promise<void>;
};

/** Prepares Next. In development it compiles pages and route handlers as they are asked for, and reloads them. */
export async function preparePages(dev: boolean, hostname: string, port: number): Promise<Pages> {
  const { default: next } = await import("next");
  // Next would hang its own upgrade listener on a server it is given; this one leads nowhere.
  const httpServer = new EventEmitter() as Server;
  const app = next({ dev, dir: projectRoot, hostname, port, httpServer });
  await app.prepare();
  const handle = app.getRequestHandler();
  return {
    handle: (incoming, outgoing) => handle(incoming, outgoing),
    ...(dev && { upgrade: app.getUpgradeHandler() }),
    close: () => app.close(),
  };
}
