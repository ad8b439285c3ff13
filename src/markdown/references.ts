import type { Nodes } from "mdast";
import { parseMarkdown } from "./document.ts";

/** Where a text stands, so that short references and addresses in it can be told. */
export interface Home {
  readonly owner: string;
  readonly name: string;
  /** Address of GitHub's pages, such as `https://github.com`. */
  readonly web: string;
}

/**
 * Numbers of issues and pull requests of the same repository that a text names: `#34`, `owner/name#34`, `GH-34`, or an address of one.
 * What stands in code or in an HTML comment names nothing. Each once, in reading order, as many as are asked for.
 * https://docs.github.com/en/get-started/writing-on-github/working-with-advanced-formatting/autolinked-references-and-urls
 */
export const numbersNamed = (text: string, home: Home, most = 200): readonly number[] => {
  const { root } = parseMarkdown(text);
  const found = new Set<number>();
  for (const number of namedIn(root, home)) {
    found.add(number);
    if (found.size === most) break;
  }
  return [...found];
};

const namedIn = (node: Nodes, home: Home): readonly number[] => {
  if (node.type === "text") return inText(node.value, home);
  if (node.type === "link" || node.type === "definition") {
    const own = inAddress(node.url, home);
    return own === undefined ? childrenOf(node, home) : [own];
  }
  return childrenOf(node, home);
};

const childrenOf = (node: Nodes, home: Home): readonly number[] =>
  "children" in node ? node.children.flatMap((child) => namedIn(child, home)) : [];

const REFERENCE =
  /(?<![\w/#&.-])(?:(?<repository>[A-Za-z\d][\w-]{0,38}\/[\w.-]{1,100})?#|GH-)(?<number>[1-9]\d{0,8})(?![\w-])/gu;

const inText = (text: string, { owner, name }: Home): readonly number[] =>
  [...text.matchAll(REFERENCE)].flatMap(({ groups: { repository, number } = {} }) =>
    repository === undefined || isSame(repository, `${owner}/${name}`) ? [Number(number)] : [],
  );

const PATH = /^\/(?<repository>[^/]+\/[^/]+)\/(?:pull|issues)\/(?<number>[1-9]\d{0,8})(?:\/[\w/-]*)?$/u;

const inAddress = (url: string, { owner, name, web }: Home): number | undefined => {
  if (!URL.canParse(url) || !URL.canParse(web)) return undefined;
  const { origin, pathname } = new URL(url);
  const { repository, number } = PATH.exec(pathname)?.groups ?? {};
  if (origin !== new URL(web).origin || repository === undefined) return undefined;
  return isSame(repository, `${owner}/${name}`) ? Number(number) : undefined;
};

const isSame = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase();
