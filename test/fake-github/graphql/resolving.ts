import { GraphQLError } from "graphql";
import type { Viewer } from "../http/access.ts";
import { maySee, permits } from "../http/access.ts";
import type { Judge } from "../http/judge.ts";
import type { Account, Repository } from "../world/model.ts";
import type { World } from "../world/world.ts";

export type Args = Readonly<Record<string, unknown>>;

export interface Context {
  readonly world: World;
  readonly viewer: Viewer;
  readonly judge: Judge;
  readonly limit: { readonly limit: number; readonly used: number; readonly remaining: number; readonly reset: number };
}

type Resolve<S> = { bivariant(source: S, args: Args, context: Context): unknown }["bivariant"];

/** The fields of one GraphQL type that need more than a property of the same name. */
export type Fields<S> = Readonly<Record<string, Resolve<S>>>;

export type TypeFields = Readonly<Record<string, Fields<unknown>>>;

/** Lets a file write its resolvers with the source's own type. */
export const fields = <S>(own: Fields<S>): Fields<S> => own;

const MOST = 100;

/** A page of a list as GitHub's connections give it. `first` or `last` must be given, 1 to 100. */
export function connect<T>(
  items: readonly T[],
  args: Args,
  { context, name }: { context: Context; name: string },
): {
  totalCount: number;
  nodes: T[];
  edges: { cursor: string; node: T }[];
  pageInfo: { hasNextPage: boolean; hasPreviousPage: boolean; startCursor: string | null; endCursor: string | null };
} {
  const first = bound(args, "first", { context, name });
  const last = bound(args, "last", { context, name });
  if (first === undefined && last === undefined)
    throw unbounded(
      context,
      `You must provide a \`first\` or \`last\` value to properly paginate the \`${name}\` connection.`,
    );
  const from = typeof args["after"] === "string" ? position(args["after"]) + 1 : 0;
  const to = typeof args["before"] === "string" ? position(args["before"]) : items.length;
  const start = first === undefined ? Math.max(from, to - (last ?? 0)) : from;
  const end = first === undefined ? to : Math.min(to, from + first);
  const nodes = items.slice(start, Math.max(start, end));
  const edges = nodes.map((node, index) => ({ cursor: cursor(start + index), node }));
  return {
    totalCount: items.length,
    nodes,
    edges,
    pageInfo: {
      hasNextPage: end < items.length,
      hasPreviousPage: start > 0,
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
  };
}

function bound(args: Args, side: "first" | "last", at: { context: Context; name: string }): number | undefined {
  const value = args[side];
  if (typeof value !== "number") return undefined;
  if (value < 1 || value > MOST)
    throw unbounded(
      at.context,
      `Requesting ${value} records on the \`${at.name}\` connection exceeds the \`${side}\` limit of ${MOST} records.`,
    );
  return value;
}

function unbounded(context: Context, message: string): GraphQLError {
  context.judge.accuse(`GraphQL: ${message}`);
  return failure("EXCESSIVE_PAGINATION", message);
}

const cursor = (index: number): string => Buffer.from(`cursor:v2:${index}`).toString("base64");

const position = (text: string): number => Number(Buffer.from(text, "base64").toString("utf8").split(":").at(-1));

/** An error GitHub answers with in a 200. */
export const failure = (type: string, message: string): GraphQLError =>
  new GraphQLError(message, { extensions: { type } });

export const missing = (what: string): GraphQLError => failure("NOT_FOUND", `Could not resolve to ${what}.`);

/** Refuses what the token has no permission for; the field becomes null and the error names it. */
export function demand(context: Context, repo: Repository, ...any: string[]): void {
  if (!permits(context.viewer, repo, { any, level: "read" }))
    throw failure("FORBIDDEN", "Resource not accessible by integration");
}

export function demandWrite(context: Context, repo: Repository, ...any: string[]): void {
  if (!permits(context.viewer, repo, { any, level: "write" }))
    throw failure("FORBIDDEN", "Resource not accessible by integration");
}

export const visible = (context: Context, repo: Repository): boolean => !repo.deleted && maySee(context.viewer, repo);

/** A deleted account is null in GraphQL where REST shows the ghost. */
export const present = (account: Account | null): Account | null =>
  account === null || account.deleted ? null : account;

/** `databaseId` is an Int: what left 32 bits behind can't be told by it. */
export function narrow(id: number): number {
  if (id > 0x7f_ff_ff_ff)
    throw failure("INT_OVERFLOW", `${id} does not fit databaseId's 32 bits; use id or fullDatabaseId`);
  return id;
}

export const text = (args: Args, name: string): string | undefined => {
  const value = args[name];
  return typeof value === "string" ? value : undefined;
};

export const list = (args: Args, name: string): readonly unknown[] | undefined => {
  const value = args[name];
  return Array.isArray(value) ? value : undefined;
};

export const record = (args: Args, name: string): Args => {
  const value = args[name];
  return typeof value === "object" && value !== null ? { ...value } : {};
};

/** The repository's address, and the path GitHub gives beside every address. */
export const addresses = (world: World, path: string) => ({ url: `${world.url}/${path}`, resourcePath: `/${path}` });
