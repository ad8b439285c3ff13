import type { ReleaseAsked } from "../../readiness/deploy/ports.ts";
import type { RepositoryRef } from "../../readiness/ports.ts";
import type { Client } from "../client.ts";
import type { Compares } from "./between.ts";

/** One question for a release, with whom it is put to. */
export interface Asking {
  readonly client: Client;
  readonly repository: RepositoryRef;
  readonly asked: ReleaseAsked;
  readonly compares: Compares;
}
