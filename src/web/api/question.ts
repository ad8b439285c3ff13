import type { Question } from "../../readiness/deploy/gate.ts";
import type { ProblemOf } from "./problem.ts";

/** What a request's path names, as it stands there. */
export interface Asked {
  readonly owner: string;
  readonly repo: string;
  readonly environment: string;
  readonly sha: string;
}

type Wrong = Pick<ProblemOf, "status" | "code" | "detail" | "remedy">;

/** Reads the path; what can't be meant is told before GitHub is asked anything. */
export const questionOf = ({ owner, repo, environment, sha }: Asked): Question | Wrong => {
  if (!OWNER.test(owner) || !isName(repo)) return WRONG_REPOSITORY;
  if (!isEnvironment(environment)) return WRONG_ENVIRONMENT;
  if (!SHA.test(sha)) return wrongSha(sha);
  return { repository: { owner, name: repo }, environment, sha: sha.toLowerCase() };
};

/** Names that could mean something on GitHub; accounts that an enterprise manages have an underscore in theirs. */
const OWNER = /^[a-z\d][\w-]{0,99}$/i;

const isName = (repo: string): boolean => /^[\w.-]{1,100}$/.test(repo) && repo !== "." && repo !== "..";

/** https://docs.github.com/en/actions/how-tos/deploy/configure-and-manage-deployments/manage-environments */
const LONGEST_ENVIRONMENT = 255;

const isEnvironment = (environment: string): boolean =>
  environment.trim() === environment &&
  environment !== "" &&
  environment.length <= LONGEST_ENVIRONMENT &&
  !/[\p{Cc}\u2028\u2029\uFFFD]/u.test(environment);

const SHA = /^[\da-f]{40}$/i;

const wrongSha = (sha: string): Wrong => ({
  status: 400,
  code: "malformed-sha",
  detail: /^[\da-f]{4,39}$/i.test(sha)
    ? `The commit has ${sha.length} digits; expected all 40, because a short one may come to mean another commit.`
    : "The commit is not 40 hexadecimal digits; the name of a branch or tag can move, so it is not taken.",
  remedy: "Give the full commit, as `git rev-parse HEAD` prints it.",
});

const WRONG_REPOSITORY: Wrong = {
  status: 400,
  code: "malformed-repository",
  detail: "Owner and name are not those of a repository on GitHub.",
  remedy: "Give them as in the repository's address: /repos/OWNER/NAME/…",
};

const WRONG_ENVIRONMENT: Wrong = {
  status: 400,
  code: "malformed-environment",
  detail: `The environment's name is empty, begins or ends with a space, has control characters or more than ${LONGEST_ENVIRONMENT} characters.`,
  remedy: "Give the name as GitHub has it, percent-encoded: `my env/eu` is `my%20env%2Feu`.",
};
