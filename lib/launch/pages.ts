import { EventEmitter } from "node:events";
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import type { Duplex } from "node:stream";
import { projectRoot } from "./places.mjs";

/** Next behind our server: whatever is no operation. */
export type Pages = {
  handle(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void>;
  upgrade?: (incoming: IncomingMessage, socket: Duplex, head: Buffer) => void;
  close(): Promise<void>;
};

/** Prepares Next. In development it compiles pages and route handlers as they are asked for, and reloads them. */
export async function preparePages(dev: boolean, hostname: string, port: number): Promise<Pages> {
  const { default: next } = await import("next");
  // Next hangs its own upgrade listener on the server it is given, after the first page. This one hears of upgrades
  // only in development, where they are the wire of hot reloading; the handler Next offers by name does nothing.
  const httpServer = new EventEmitter() as Server;
  const upgrade: Pages["upgrade"] = (incoming, socket, head) => {
    if (!httpServer.emit("upgrade", incoming, socket, head)) socket.destroy();
  };
  const app = next({ dev, dir: projectRoot, hostname, port, httpServer });
  await app.prepare();
  const handle = app.getRequestHandler();
  return {
    handle: (incoming, outgoing) => handle(incoming, outgoing),
    ...(dev && { upgrade }),
    close: () => app.close(),
  };
}
