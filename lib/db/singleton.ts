const shelf = globalThis as unknown as { attestrySingletons?: Map<string, unknown> };

/**
 * One value per process under a name. The server bundle, instrumentation and pages each carry their own copy of every
 * module, so state (pools, caches, listeners) must not live in module scope.
 */
export function singleton<T>(name: string, make: () => T): T {
  const held = (shelf.attestrySingletons ??= new Map());
  if (!held.has(name)) held.set(name, make());
  return held.get(name) as T;
}
