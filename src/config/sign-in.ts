import { z } from "zod";

/** The App's side of signing in with GitHub. */
export interface SignInEnvironment {
  readonly clientId: string;
  readonly clientSecret: string;
  /** The first encrypts; every one of them decrypts, so that a secret can be changed while people are signed in. */
  readonly sessionSecrets: readonly [string, ...string[]];
  /** Where people reach this process: `https://host`, without a path or a slash at the end. */
  readonly publicUrl: string;
}

const SHORTEST_SECRET = 32;

const SessionSecrets = z
  .string()
  .transform((text) => text.split(",").map((secret) => secret.trim()))
  .refine((secrets) => secrets.every(({ length }) => length >= SHORTEST_SECRET), {
    error: `each secret needs ${SHORTEST_SECRET} characters or more; make one with \`openssl rand -hex 32\``,
  });

/** The variables that only signing in needs. Those that begin with GITHUB are written by the page that registers the App. */
export const SignInFields = {
  CLIENT_ID: z.string().optional(),
  CLIENT_SECRET: z.string().optional(),
  GITHUB_CLIENT_ID: z.string().optional(),
  GITHUB_CLIENT_SECRET: z.string().optional(),
  SESSION_SECRET: SessionSecrets.optional(),
};

const OWN = ["CLIENT_ID", "CLIENT_SECRET", "SESSION_SECRET"];

/** What is missing where some of it is set, with what to say: half of it is a mistake, unless it is the address alone. */
export const missingForSignIn = (
  given: Readonly<Record<string, string>>,
): readonly { readonly variable: string; readonly problem: string }[] =>
  OWN.some((name) => name in given)
    ? [...OWN, "PUBLIC_URL"]
        .filter((name) => !(name in given) && !(`GITHUB_${name}` in given))
        .map((variable) => ({
          variable,
          problem: `is required as well: people sign in by ${OWN.join(", ")} and PUBLIC_URL together`,
        }))
    : [];

interface Fields extends z.output<z.ZodObject<typeof SignInFields>> {
  readonly PUBLIC_URL?: string | undefined;
}

/** Undefined where signing in is not switched on. */
export const signInOf = (fields: Fields): SignInEnvironment | undefined => {
  const { SESSION_SECRET: secrets, PUBLIC_URL: url } = fields;
  const clientId = fields.CLIENT_ID ?? fields.GITHUB_CLIENT_ID;
  const clientSecret = fields.CLIENT_SECRET ?? fields.GITHUB_CLIENT_SECRET;
  const [current, ...older] = secrets ?? [];
  if (clientId === undefined || clientSecret === undefined || current === undefined || url === undefined)
    return undefined;
  return { clientId, clientSecret, sessionSecrets: [current, ...older], publicUrl: new URL(url).origin };
};
