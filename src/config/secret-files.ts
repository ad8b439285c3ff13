import { readFileSync } from "node:fs";

/** Settings that may stand in a file, so that they are in no list of a process's or container's variables. */
const SECRETS = [
  "WEBHOOK_SECRET",
  "WEBHOOK_SECRET_PREVIOUS",
  "DATABASE_URL",
  "DATABASE_MIGRATION_URL",
  "CLIENT_SECRET",
  "SESSION_SECRET",
  "METRICS_TOKEN",
] as const;

/** What is wrong with a setting that names a file. */
interface FileProblem {
  readonly variable: string;
  readonly problem: string;
}

interface WithFiles {
  readonly env: Readonly<Record<string, string>>;
  readonly problems: readonly FileProblem[];
}

/** The same settings, those read from a file that `NAME_FILE` gives in place; a line break at a file's end does not count, and an empty file sets nothing. */
export const withSecretFiles = (given: Readonly<Record<string, string>>): WithFiles => {
  const read = SECRETS.flatMap((name) => {
    const path = given[`${name}_FILE`];
    return path === undefined ? [] : [{ name, ...contentOf(name, path, given) }];
  });
  return {
    env: {
      ...given,
      ...Object.fromEntries(
        read.flatMap(({ name, text }) => (text === undefined || text === "" ? [] : [[name, text]])),
      ),
    },
    problems: read.flatMap(({ name, problem }) =>
      problem === undefined ? [] : [{ variable: `${name}_FILE`, problem }],
    ),
  };
};

const contentOf = (
  name: string,
  path: string,
  given: Readonly<Record<string, string>>,
): { readonly text?: string; readonly problem?: string } => {
  if (given[name] !== undefined) return { problem: `is set, and so is ${name}; leave one of them out` };
  try {
    return { text: readFileSync(path, "utf8").trim() };
  } catch {
    return { problem: `can't be read; expected the path of a file that holds ${name}` };
  }
};
