/** `{name}` in a path or branch pattern; `{a,b}` of a glob is no parameter. */
const PARAMETER = /\{([A-Za-z_][\w-]*)\}/gu;

/** Names of the parameters that a path or pattern mentions. */
export const parameterNames = (text: string): readonly string[] =>
  [...text.matchAll(PARAMETER)].map(([, name = ""]) => name);

/** The text with every `{name}` replaced. */
export const replaceParameters = (text: string, value: (name: string) => string): string =>
  text.replaceAll(PARAMETER, (_, name: string) => value(name));
