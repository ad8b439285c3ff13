import { GithubError } from "../../github/errors.ts";
import { RetryLater } from "../../readiness/retry-later.ts";
import { NotReached } from "../not-reached.ts";
import { WrongUse } from "../wrong-use.ts";

/** What GitHub refused or could not answer, as a person is told it: throws `WrongUse` or `NotReached` for what GitHub did. */
export const explained = async <Answer>(repository: string, ask: () => Promise<Answer>): Promise<Answer> => {
  try {
    return await ask();
  } catch (error) {
    throw told(repository, error);
  }
};

const told = (repository: string, error: unknown): unknown => {
  if (error instanceof RetryLater)
    return new NotReached(`GitHub asks to wait until ${error.at.toISOString()}.`, { cause: error });
  if (!(error instanceof GithubError)) return error;
  const { status, message } = error;
  if (status === 401) return new WrongUse(`The token is not valid. (${message})`, { cause: error });
  if (status === 403)
    return new WrongUse(`The token may not read that of ${repository}. (${message})`, { cause: error });
  if (status === 404) return new WrongUse(`${unseen(repository)} (${message})`, { cause: error });
  return new NotReached(`GitHub did not answer; try again later. (${message})`, { cause: error });
};

/** The sentence for what is not there, as far as this token tells. */
export const unseen = (repository: string): string =>
  `There is no such repository, or the token may not see it: ${repository}.`;
