/**
 * The environment this process was given: what lib/db/env reads the settings from. Beside that room only the launch
 * looks at it, as it decides what the process is given.
 * @returns {Readonly<Record<string, string | undefined>>}
 */
export const given = () => process.env;

/**
 * Gives the process a setting that was left open. Done before anything reads env(), which knows no difference.
 * @param {string} name @param {string} value
 */
export function provide(name, value) {
  process.env[name] = value;
}
