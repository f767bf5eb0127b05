import { checkBundle } from "@/lib/evidence/bundle/check/verify.mjs";
import { webTools } from "@/lib/evidence/bundle/check/web-tools";

export type CheckReport = Awaited<ReturnType<typeof checkBundle>>;

const PAUSE_EVERY_MS = 40;

/**
 * Checks a bundle in this browser, slice by slice, and lets the page move on between them. Undefined where the browser
 * cannot check signatures.
 */
export async function checkFile(
  file: File,
  onProgress: (done: number, of: number) => void,
): Promise<CheckReport | undefined> {
  const tools = await webTools();
  if (!tools) return undefined;
  const read = async (from: number, to: number) => new Uint8Array(await file.slice(from, to).arrayBuffer());
  let last = performance.now();
  const pause = async (done: number, of: number) => {
    if (performance.now() - last < PAUSE_EVERY_MS) return;
    onProgress(done, of);
    await new Promise((goOn) => setTimeout(goOn));
    last = performance.now();
  };
  return checkBundle({ size: file.size, read }, tools, { onProgress: pause });
}
