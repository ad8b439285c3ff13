import { parseMarkdown } from "../../markdown/document.ts";
import { bare, sections, type Section } from "../../markdown/sections.ts";
import { taskItems } from "../../markdown/tasks.ts";
import { isOptionalByText } from "../../procedures/optional-text.ts";
import type { Tree } from "./tree.ts";

/** What the pull-request template asks authors for. */
export interface FoundTemplate {
  readonly path: string;
  /** Headings under which something is to be written. */
  readonly headings: readonly TemplateHeading[];
  /** Items that are to be ticked. */
  readonly tasks: readonly TemplateTask[];
  /** Headings whose list looks like a choice of one, which is left to the template. */
  readonly choices: readonly string[];
}

interface TemplateHeading {
  readonly text: string;
  readonly optional: boolean;
}

interface TemplateTask {
  readonly text: string;
  readonly optional: boolean;
}

/** Where GitHub looks. https://docs.github.com/en/communities/using-templates-to-encourage-useful-issues-and-pull-requests/creating-a-pull-request-template-for-your-repository */
const TEMPLATE = /^(?:(?:\.github|docs)\/)?pull_request_template(?:\.md|\/[^/]+\.md)$/iu;

/** The repository's template; of several the one that GitHub takes by itself, else the first. */
export const templateIn = ({ paths, text }: Tree): FoundTemplate | undefined => {
  const all = paths.filter((path) => TEMPLATE.test(path) && text(path) !== undefined);
  const path = all.find((one) => !/pull_request_template\//iu.test(one)) ?? all[0];
  return path === undefined ? undefined : readTemplate(path, text(path) ?? "");
};

/** More than these make nobody happier. */
const MOST = 30;
const LONGEST = 200;

const readTemplate = (path: string, content: string): FoundTemplate => {
  try {
    return templateOf(path, content);
  } catch {
    return { path, headings: [], tasks: [], choices: [] };
  }
};

const templateOf = (path: string, content: string): FoundTemplate => {
  const document = parseMarkdown(content);
  const all = sections(document).filter(({ depth, heading }) => depth > 0 && depth < 7 && isName(heading));
  const choices = all.filter(({ heading }) => CHOICE.test(bare(heading))).map(({ heading }) => heading);
  const tasks = taskItems(document).filter(
    ({ text, heading }) => isName(text) && !choices.includes(heading?.heading ?? ""),
  );
  const asking = all.filter((section) => isAsking(section, choices));
  const seen = new Set<string>();
  const headings = asking.filter(({ heading }) => {
    const name = bare(heading);
    const isNew = !seen.has(name);
    seen.add(name);
    return isNew;
  });
  return {
    path,
    headings: headings.slice(0, MOST).map(({ heading }) => ({ text: heading, optional: isSpare(heading) })),
    tasks: tasks.slice(0, MOST).map(({ text }) => ({ text, optional: isOptionalByText(text) })),
    choices,
  };
};

/** What has no letter, or would be cut, can't be named by a step. */
const isName = (text: string): boolean =>
  /\p{L}/u.test(bare(text)) && text.length <= LONGEST && !/[\p{Cc}]/u.test(text);

const CHOICE = /^(?:type|kind|nature) of (?:the )?(?:change|pr|pull request)s?$|^(?:change )?type$/u;

/** Where nothing but boxes stands, nothing is to be written; a heading above others is only their title. */
const isAsking = ({ heading, nodes, allNodes }: Section, choices: readonly string[]): boolean => {
  if (choices.includes(heading) || LISTS.test(bare(heading))) return false;
  const hasBelow = allNodes.some(({ type }) => type === "heading");
  if (hasBelow && nodes.length === 0) return false;
  return !nodes.some(
    (node) => node.type === "list" && node.children.some(({ checked }) => typeof checked === "boolean"),
  );
};

const LISTS = /^(?:pr |pull request |author |reviewer |self review )?check ?list$/u;

const isSpare = (heading: string): boolean => isOptionalByText(heading) || SPARE.test(bare(heading));

/** What many changes have nothing to say about. */
const SPARE =
  /screenshot|screen recording|additional|further|other (?:notes|information|context)|notes? (?:for|to) reviewers?|breaking|migration|related|linked|issues?$|tickets?$|reference|dependenc|attachment|optional/u;
