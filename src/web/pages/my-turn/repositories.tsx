import { counted } from "../../../requirements/wording.ts";
import type { ListedRepository } from "../../../readiness/viewing/ports.ts";
import { organisationPath, repositoryPath } from "../addresses.ts";
import { Empty } from "../parts/empty.tsx";
import { Title } from "../parts/words.tsx";

interface Props {
  readonly repositories: readonly ListedRepository[];
}

/** What is said where nothing waits. */
export const Nothing = ({ repositories }: Props) =>
  repositories.length === 0 ? (
    <Empty>
      No repository that you can read has Gatehouse installed. Whoever owns one can install the App there on GitHub;
      what waits for you shows up here then.
    </Empty>
  ) : (
    <Empty>
      {`Nothing waits for you in ${counted(repositories.length, "repository", "repositories")}. A step shows up here when you hold the role that it asks for, when it is yours to do as the author, or when it names you.`}
    </Empty>
  );

/** What the viewer can read, by owner. */
export const Repositories = ({ repositories }: Props) =>
  repositories.length === 0 ? null : (
    <section aria-labelledby="repositories-title">
      <h2 id="repositories-title">Repositories</h2>
      {[...byOwner(repositories)].map(([owner, own]) => (
        <details open={repositories.length <= FEW}>
          <summary>
            <Title>{owner}</Title>: {counted(own.length, "repository", "repositories")}
          </summary>
          <p>
            <a href={organisationPath(owner)}>{`Where people wait in ${owner}`}</a>
          </p>
          {repositories.length > LISTED ? null : (
            <ul class="plain rows">
              {own.map((repository) => (
                <li>
                  <a href={repositoryPath(repository)}>{`${repository.owner}/${repository.name}`}</a>
                </li>
              ))}
            </ul>
          )}
        </details>
      ))}
    </section>
  );

/** As many are seen without opening anything. */
const FEW = 12;
/** Of more, the page of their organisation has the list. */
const LISTED = 60;

const byOwner = (repositories: readonly ListedRepository[]): ReadonlyMap<string, readonly ListedRepository[]> => {
  const owners = new Map<string, ListedRepository[]>();
  for (const repository of repositories)
    owners.set(repository.owner, [...(owners.get(repository.owner) ?? []), repository]);
  return owners;
};
