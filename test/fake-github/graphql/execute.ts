import type { GraphQL } from "../http/server.ts";
import type { Judge } from "../http/judge.ts";
import type { World } from "../world/world.ts";

export const graphqlOf =
  (_world: World, _judge: Judge): GraphQL =>
  () =>
    Promise.resolve({ errors: [] });
