import type { z } from "zod";
import type { Hooks } from "../http/hooks.ts";
import { type Keyring, type Needs, type Viewer, actor, authorize } from "../http/access.ts";
import type { Account, App, Issue, Pull, Repository, Role } from "../world/model.ts";
import { found, invalid } from "../world/refusal.ts";
import { type World, issueOf, pullOf, resolveCommit } from "../world/world.ts";

export interface Answer {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

type Handler = (call: Call) => Answer | unknown[] | Record<string, unknown> | Promise<Answer>;

export interface Route {
  /** As GitHub's OpenAPI writes it: `GET /repos/{owner}/{repo}`. */
  readonly name: string;
  readonly handle: Handler;
}

interface Parts {
  readonly world: World;
  readonly hooks: Hooks;
  readonly keyring: Keyring;
  readonly viewer: Viewer;
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly body: unknown;
  readonly accept: string;
}

/** One request to the REST API, with the questions every handler asks. */
export class Call {
  readonly world: World;
  readonly hooks: Hooks;
  readonly keyring: Keyring;
  readonly viewer: Viewer;
  readonly query: URLSearchParams;
  readonly accept: string;
  readonly #params: Readonly<Record<string, string>>;
  readonly #body: unknown;

  constructor(parts: Parts) {
    this.world = parts.world;
    this.hooks = parts.hooks;
    this.keyring = parts.keyring;
    this.viewer = parts.viewer;
    this.query = parts.query;
    this.accept = parts.accept;
    this.#params = parts.params;
    this.#body = parts.body;
  }

  param(name: string): string {
    return this.#params[name] ?? "";
  }

  number(name: string): number {
    return Number(this.param(name));
  }

  /** The repository of the path, if the viewer may do this there. */
  repo(needs: Needs & { role?: Role }): Repository {
    const repo = found(this.world.repo(`${this.param("owner")}/${this.param("repo")}`));
    authorize(this.viewer, repo, needs);
    return repo;
  }

  pull(needs: Needs & { role?: Role }): Pull {
    return found(pullOf(this.repo(needs), this.number("pull_number")));
  }

  issue(needs: Needs & { role?: Role }): Issue | Pull {
    return found(issueOf(this.repo(needs), this.number("issue_number")));
  }

  commit(repo: Repository, name: string): string {
    const sha = resolveCommit(repo, name);
    if (sha === undefined) throw invalid(`No commit found for SHA: ${name}`);
    return sha;
  }

  actor(): { by: Account; app: App | null } {
    return actor(this.viewer);
  }

  /** The request's body in the shape the handler works with; 422 when it isn't. */
  body<T>(shape: z.ZodType<T>): T {
    const parsed = shape.safeParse(this.#body ?? {});
    if (!parsed.success)
      throw invalid(
        `Invalid request.\n\n${parsed.error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`).join("\n")}`,
      );
    return parsed.data;
  }
}

export const read = (...any: string[]): Needs => ({ any, level: "read" });
export const write = (...any: string[]): Needs => ({ any, level: "write" });
/** What every App may read. */
export const METADATA: Needs = { any: [], level: "read" };

export const created = (body: unknown): Answer => ({ status: 201, body });
export const NO_CONTENT: Answer = { status: 204 };

const MOST_PER_PAGE = 100;

export function pageOf(query: URLSearchParams): { page: number; size: number } {
  const positive = (name: string, otherwise: number): number => {
    const value = Number(query.get(name));
    return Number.isInteger(value) && value > 0 ? value : otherwise;
  };
  return { page: positive("page", 1), size: Math.min(MOST_PER_PAGE, positive("per_page", 30)) };
}

/** One page of a list with GitHub's Link header; only the items of the page are presented. */
export function paged<T>(
  call: Call,
  items: readonly T[],
  present: { each: (item: T) => unknown; wrap?: (shown: unknown[], total: number) => unknown },
): Answer {
  const { page, size } = pageOf(call.query);
  const shown = items.slice((page - 1) * size, page * size).map((item) => present.each(item));
  return {
    status: 200,
    body: present.wrap === undefined ? shown : present.wrap(shown, items.length),
    headers: pageLinks({ page, size }, items.length),
  };
}

/** The Link header that names the other pages, if there are any. */
export function pageLinks({ page, size }: { page: number; size: number }, total: number): { link?: string } {
  const last = Math.max(1, Math.ceil(total / size));
  const targets = { prev: page - 1, next: page + 1, last, first: 1 };
  const wanted = Object.entries(targets).filter(([name]) =>
    name === "prev" || name === "first" ? page > 1 : page < last,
  );
  const link = wanted.map(([name, number]) => `<{page:${number}}>; rel="${name}"`).join(", ");
  return link === "" ? {} : { link };
}
