import type { ClosedIssue, ListedPull, Reading, SubjectRef } from "../readiness/ports.ts";
import type { Gathered } from "./gathered.ts";
import type { NodeOf } from "./connections.ts";
import { visibilityOf, type RepositoryAnswer } from "./pull-answer.ts";

interface Read {
  readonly repository: RepositoryAnswer;
  readonly subject: SubjectRef;
  readonly gathered: Gathered;
}

/** What GitHub links a pull request or issue with: the issues it closes, or the pull requests that belong to it. Pure. */
export const neighboursOf = ({ repository, subject, gathered }: Read): Pick<Reading, "closes" | "pulls"> => {
  const { closes, closedBy = [], milestoned = [] } = gathered.lists;
  if (subject.kind === "issue") return { pulls: ownPulls([...closedBy, ...milestoned], subject) };
  return closes === undefined ? {} : { closes: closes.flatMap((node) => closedOf(node, { repository, subject })) };
};

const OPENNESS = { private: 0, internal: 1, public: 2 } as const;

/**
 * What an issue shows of a pull request, the readers of both have to be allowed to see: none of a private repository's on a public
 * one. Another owner's repository is another installation's.
 */
const closedOf = (
  node: NodeOf<"closes">,
  { repository, subject }: Pick<Read, "repository" | "subject">,
): readonly ClosedIssue[] => {
  const id = node?.repository.databaseId;
  if (node === null || id == null) return [];
  const { visibility, name, owner } = node.repository;
  const issue = { repositoryId: id, owner: owner.login, name, number: node.number };
  if (id === subject.repositoryId) return [issue];
  const isShown = OPENNESS[repository.visibility] >= OPENNESS[visibilityOf(visibility)];
  return isShown && owner.login.toLowerCase() === subject.owner.toLowerCase() ? [issue] : [];
};

const STATES = { OPEN: "open", CLOSED: "closed", MERGED: "merged" } as const;

const ownPulls = (
  nodes: readonly (NodeOf<"closedBy"> | NodeOf<"milestoned">)[],
  { repositoryId }: SubjectRef,
): readonly ListedPull[] => {
  const own = nodes.flatMap((node) =>
    node === null || node.repository.databaseId !== repositoryId ? [] : [listedOf(node)],
  );
  return [...new Map(own.map((pull) => [pull.number, pull])).values()];
};

const listedOf = ({ number, title, url, state }: NodeOf<"milestoned">): ListedPull => ({
  number,
  title,
  url,
  state: STATES[state],
});
