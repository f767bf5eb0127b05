import { startCheck } from "@/lib/chain/check/check-job";
import { exportChain } from "@/lib/chain/export/export-chain";
import { verifierText } from "@/lib/chain/export/verifier";
import { listCheckpoints, readChain } from "@/lib/chain/read-chain";
import type { OperationId } from "@/lib/contract/operations";
import { open, type Door } from "@/lib/guard/door";
import { attached, ok, started } from "./bindings";

export const chainDoors = {
  "api.chain.get": open("api.chain.get", (ctx) => readChain(ctx), ok),
  "api.chain.checkpoints": open("api.chain.checkpoints", (ctx, { query }) => listCheckpoints(ctx, query), ok),
  "api.chain.verify": open("api.chain.verify", (ctx) => startCheck(ctx), started),
  "api.chain.export": open(
    "api.chain.export",
    (ctx) => exportChain(ctx),
    ({ stream, fileName, mediaType }) => ({ status: 200, body: stream, headers: attached(fileName, mediaType) }),
  ),
  "api.chain.verifier": open(
    "api.chain.verifier",
    async () => verifierText,
    (text) => ({ status: 200, body: text, headers: attached("verify-chain.mjs", "text/javascript; charset=utf-8") }),
  ),
} satisfies Partial<Record<OperationId, Door>>;
