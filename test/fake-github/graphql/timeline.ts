import { iso } from "../world/clock.ts";
import { closes } from "../world/derived.ts";
import { nodeId } from "../world/ids.ts";
import type { Issue, Pull } from "../world/model.ts";
import { fullName } from "../world/world.ts";
import { type Context, present, visible } from "./resolving.ts";

interface Item {
  readonly kind: "CrossReferencedEvent" | "ClosedEvent";
  readonly at: Date;
  readonly id: string;
  readonly createdAt: string;
}

const KINDS = { CROSS_REFERENCED_EVENT: referenced, CLOSED_EVENT: closed } as const;

/** What happened to an issue, oldest first: who referred to it, and what closed it. */
export function issueTimeline(
  issue: Issue,
  { wanted, context }: { wanted: readonly unknown[] | undefined; context: Context },
): Item[] {
  const unknown = wanted?.find((name) => !Object.hasOwn(KINDS, String(name)));
  if (wanted === undefined || unknown !== undefined)
    throw new Error(`the fake GitHub knows no timeline items of an issue but ${Object.keys(KINDS).join(" and ")}`);
  return Object.entries(KINDS)
    .filter(([name]) => wanted.includes(name))
    .flatMap(([, items]) => items(issue, context))
    .toSorted((a, b) => a.at.getTime() - b.at.getTime());
}

function referenced(issue: Issue, context: Context): Item[] {
  return sources(context)
    .filter((source) => source !== issue && mentions(source, issue))
    .map((source) => {
      const createdAt = iso(source.createdAt);
      return {
        kind: "CrossReferencedEvent",
        at: source.createdAt,
        id: nodeId("CRE", `${source.nodeId}:${issue.nodeId}`),
        createdAt,
        referencedAt: createdAt,
        isCrossRepository: source.repo !== issue.repo,
        willCloseTarget: source.kind === "PullRequest" && source.state === "open" && isClosedBy(issue, source, context),
        actor: present(source.author),
        source,
        target: issue,
      };
    });
}

function closed(issue: Issue, context: Context): Item[] {
  if (issue.closedAt === null) return [];
  const at = issue.closedAt;
  const closer = sources(context).find(
    (one) => one.kind === "PullRequest" && one.mergedAt?.getTime() === at.getTime() && isClosedBy(issue, one, context),
  );
  const event = {
    kind: "ClosedEvent" as const,
    at,
    id: nodeId("CE", `${issue.nodeId}:${iso(at)}`),
    createdAt: iso(at),
    stateReason: issue.stateReason?.toUpperCase() ?? null,
    actor: present(issue.closedBy),
    closable: issue,
    closer: closer ?? null,
  };
  return [event];
}

const sources = (context: Context): (Issue | Pull)[] =>
  [...context.world.repos.values()]
    .filter((repo) => visible(context, repo))
    .flatMap(({ issues }) => [...issues.values()]);

const isClosedBy = (issue: Issue, pull: Pull, { world }: Context): boolean =>
  closes(pull, (name) => world.repo(name)).includes(issue);

function mentions({ body, repo }: Issue | Pull, issue: Issue): boolean {
  const found = (body ?? "").matchAll(/(?<![\w/])([\w.-]+\/[\w.-]+)?#(\d+)\b/g);
  return [...found].some(([, name, number]) => {
    const named = name === undefined ? repo === issue.repo : name.toLowerCase() === fullName(issue.repo).toLowerCase();
    return named && Number(number) === issue.number;
  });
}
