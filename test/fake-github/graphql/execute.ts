import { readFileSync } from "node:fs";
import { join } from "node:path";
import {
  type DocumentNode,
  type GraphQLFieldResolver,
  GraphQLError,
  type GraphQLSchema,
  buildSchema,
  execute,
  parse,
  validate,
} from "graphql";
import type { GraphQL } from "../http/server.ts";
import type { Judge } from "../http/judge.ts";
import { Refusal } from "../world/refusal.ts";
import type { World } from "../world/world.ts";
import { checkTypes } from "./checks.ts";
import { conversationTypes } from "./conversations.ts";
import { deploymentTypes } from "./deployments.ts";
import { gitTypes } from "./git.ts";
import { mergeQueueTypes } from "./merge-queue.ts";
import { repositoryTypes } from "./repository.ts";
import { type Context, type TypeFields } from "./resolving.ts";
import { rootTypes } from "./roots.ts";

const TYPES: TypeFields = {
  ...rootTypes,
  ...repositoryTypes,
  ...conversationTypes,
  ...checkTypes,
  ...deploymentTypes,
  ...gitTypes,
  ...mergeQueueTypes,
};

const SDL = join(import.meta.dirname, "../../../node_modules/@octokit/graphql-schema/schema.graphql");

interface Read {
  readonly document: DocumentNode | undefined;
  readonly errors: readonly GraphQLError[];
}

let official: GraphQLSchema | undefined;
const known = new Map<string, Read>();

/** Executes queries on GitHub's official schema; what the schema forbids or the fake lacks is a violation. */
export function graphqlOf(world: World, judge: Judge): GraphQL {
  return async ({ viewer, query, variables, operationName, limit }) => {
    official ??= buildSchema(readFileSync(SDL, "utf8"), { assumeValidSDL: true });
    const { document, errors } = read(official, query);
    if (document === undefined || errors.length > 0) {
      for (const { message } of errors) judge.accuse(`GraphQL: ${message}`);
      return { errors: errors.map(shown) };
    }
    const context: Context = { world, judge, viewer, limit };
    const result = await execute({
      schema: official,
      document,
      contextValue: context,
      variableValues: { ...(typeof variables === "object" ? variables : {}) },
      operationName: operationName ?? null,
      fieldResolver: resolve,
      typeResolver: (value) => typeName(value),
    });
    for (const error of result.errors ?? [])
      if (typeOf(error) === undefined) judge.accuse(`GraphQL: ${error.message}${inside(error)}`);
    return {
      ...(result.data === undefined ? {} : { data: result.data }),
      ...(result.errors === undefined ? {} : { errors: result.errors.map(shown) }),
    };
  };
}

function read(schema: GraphQLSchema, query: string): Read {
  const before = known.get(query);
  if (before !== undefined) return before;
  const now = readAnew(schema, query);
  known.set(query, now);
  return now;
}

function readAnew(schema: GraphQLSchema, query: string): Read {
  try {
    const document = parse(query);
    return { document, errors: validate(schema, document) };
  } catch (error) {
    return { document: undefined, errors: [error instanceof GraphQLError ? error : new GraphQLError(String(error))] };
  }
}

/** A field comes from its type's own resolver or from a property of that name; a field the fake lacks is never silently null. */
const resolve: GraphQLFieldResolver<unknown, Context> = (...[source, args, context, info]) => {
  const { parentType, fieldName } = info;
  const own = TYPES[parentType.name]?.[fieldName];
  if (own !== undefined) return refused(() => own(source, args, context));
  if (typeof source === "object" && source !== null && Object.hasOwn(source, fieldName)) {
    const value: unknown = Reflect.get(source, fieldName);
    return value;
  }
  throw new Error(`the fake GitHub does not know ${parentType.name}.${fieldName}`);
};

/** What REST refuses with a status, GraphQL refuses with an error of a type. */
function refused(act: () => unknown): unknown {
  try {
    return act();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    throw new GraphQLError(error.message, {
      extensions: { type: error.status === 422 ? "UNPROCESSABLE" : "FORBIDDEN" },
    });
  }
}

function typeName(value: unknown): string | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  if ("kind" in value && typeof value.kind === "string") return value.kind;
  return "__typename" in value && typeof value.__typename === "string" ? value.__typename : undefined;
}

function typeOf({ extensions }: GraphQLError): string | undefined {
  return typeof extensions["type"] === "string" ? extensions["type"] : undefined;
}

const inside = ({ path, originalError }: GraphQLError): string =>
  ` at ${(path ?? []).join(".")}${originalError?.stack === undefined ? "" : `\n${originalError.stack}`}`;

function shown(error: GraphQLError): Record<string, unknown> {
  const { message, path, locations } = error;
  const type = typeOf(error);
  return {
    ...(type === undefined ? {} : { type }),
    ...(path === undefined ? {} : { path }),
    locations: locations ?? [],
    message,
  };
}
