/** The value a JSON pointer (RFC 6901) leads to; undefined where there is none. */
export const valueAtPointer = (root: unknown, pointer: string): unknown => {
  let value = root;
  for (const token of pointer.split("/").slice(1)) {
    const key = token.replaceAll("~1", "/").replaceAll("~0", "~");
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, key)) return undefined;
    value = Reflect.get(value, key);
  }
  return value;
};
