const CHARACTERS_MAX = 255;

/** Why a text cannot be a record's id, or undefined. One rule for bodies and addresses. */
export function wrongRecordId(id: string): string | undefined {
  if (id === "") return "it is empty";
  if (id.length > CHARACTERS_MAX && [...id].length > CHARACTERS_MAX)
    return `it is longer than ${CHARACTERS_MAX} characters`;
  if (/\p{Cc}/u.test(id)) return "it holds a control character";
  if (/\p{Surrogate}/u.test(id)) return "it holds half of a character";
  if (id !== id.trim()) return "it begins or ends with a blank";
  if (id === "." || id === "..") return `"${id}" has a meaning of its own in addresses`;
  return undefined;
}
