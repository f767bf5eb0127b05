/**
 * Node's own modules, out of the bundler's sight: for a file whose folder is known at run time only it would trace every
 * file of the project that could be meant.
 */
export const files = process.getBuiltinModule("node:fs");
export const path = process.getBuiltinModule("node:path");
export const streams = process.getBuiltinModule("node:stream/promises");
export const threads = process.getBuiltinModule("node:worker_threads");
