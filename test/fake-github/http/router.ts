import type { Route } from "../rest/route.ts";

interface Compiled {
  readonly route: Route;
  readonly method: string;
  readonly pattern: RegExp;
  readonly names: readonly string[];
}

/** Parameters that go on to the end of the path, slashes included. */
const GREEDY = new Set(["path", "branch", "basehead", "ref"]);

/** Finds the route of a path as GitHub's OpenAPI names it; the more literal one wins. */
export class Router {
  readonly #routes: readonly Compiled[];

  constructor(routes: readonly Route[]) {
    this.#routes = routes.toSorted((a, b) => parameters(a) - parameters(b) || length(b) - length(a)).map(compile);
  }

  get names(): string[] {
    return this.#routes.map(({ route }) => route.name);
  }

  find(method: string, path: string): { route: Route; params: Record<string, string> } | undefined {
    for (const { route, pattern, names, method: own } of this.#routes) {
      if (own !== method) continue;
      const match = pattern.exec(path);
      if (match === null) continue;
      const params = names.map((name, index) => [name, decodeURIComponent(match[index + 1] ?? "")] as const);
      return { route, params: Object.fromEntries(params) };
    }
    return undefined;
  }
}

const parameters = ({ name }: Route): number => name.split("{").length;
const length = ({ name }: Route): number => name.split("/").length;

function compile(route: Route): Compiled {
  const [method = "", path = ""] = route.name.split(" ");
  const names: string[] = [];
  const source = path.replaceAll(/\/\{(\w+)\}/g, (_whole, name: string) => {
    names.push(name);
    const last = path.endsWith(`{${name}}`);
    if (name === "path") return "(?:/(.*))?";
    return last && GREEDY.has(name) ? "/(.+)" : "/([^/]+)";
  });
  return { route, method, names, pattern: new RegExp(`^${source}$`) };
}
