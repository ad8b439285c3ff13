/**
 * Writes a value as the JSON text that a `jsonb` column accepts. PostgreSQL refuses NUL and lone surrogates, which
 * people can put into comments; they become U+FFFD so that such a delivery is still stored.
 * https://www.postgresql.org/docs/current/datatype-json.html
 */
export function jsonText(value: unknown): string {
  const text = JSON.stringify(value ?? null);
  if (!text.includes(String.raw`\u`)) return text;
  return text.replaceAll(ESCAPES, (escape) => (REFUSED.test(escape) ? String.raw`\ufffd` : escape));
}

/** JSON.stringify escapes a surrogate only when it stands alone, so every such escape is a broken one. */
const ESCAPES = /\\(?:u[0-9a-f]{4}|.)/g;
const REFUSED = /^\\u(?:0000|d[89a-f])/;
