import { counted } from "../../../requirements/wording.ts";
import { organisationPath, repositoryPath } from "../addresses.ts";
import { Page } from "../layout.tsx";
import { Empty } from "../parts/empty.tsx";
import type { Visit } from "../visit.ts";
import { Exceptions, Overdue } from "./exceptions.tsx";
import type { OrganisationView } from "./organisation-view.ts";
import { Awaited, Now, Ready, Steps } from "./waiting.tsx";

/** As many weeks can be looked back to. */
export const PERIODS = [4, 13, 26] as const;

interface Props {
  readonly view: OrganisationView;
  readonly visit: Visit;
}

/** The page of where people wait in an organisation. */
export const OrganisationPage = ({ view, visit }: Props) => (
  <Page title={view.owner} visit={visit} where={[{ name: view.owner }]}>
    <h1>{`Where people wait in ${view.owner}`}</h1>
    <Scope view={view} />
    {isNothing(view) ? (
      <NothingYet view={view} />
    ) : (
      <>
        <Now view={view} visit={visit} />
        <Overdue view={view} visit={visit} />
        <h2>Looking back</h2>
        <Periods view={view} />
        <Ready view={view} />
        <Steps view={view} />
        <Awaited view={view} />
        <Exceptions view={view} visit={visit} />
      </>
    )}
  </Page>
);

/** Six parts that are empty say less than one sentence. */
const isNothing = ({ waitingNow, overdue, bySteps, ready, letThrough }: OrganisationView): boolean =>
  waitingNow.length + overdue.length + bySteps.length === 0 &&
  ready.every(({ waited }) => waited === undefined) &&
  letThrough.every(({ counts }) => counts.every((count) => count === 0));

const NothingYet = ({ view: { owner, weeks } }: Pick<Props, "view">) => (
  <>
    <Empty>
      {`Nobody waits in ${owner} now, and nobody did in the last ${weeks} weeks. This page fills with the first pull request in a repository that has procedures: `}
      <code>gatehouse init</code> writes a first one.
    </Empty>
    <Periods view={{ owner, weeks }} />
  </>
);

const Scope = ({ view: { repositories } }: Pick<Props, "view">) => (
  <details class="scope">
    <summary>{`${counted(repositories.length, "repository", "repositories")} that you can read`}</summary>
    <ul class="plain rows">
      {repositories.slice(0, MOST).map((repository) => (
        <li>
          <a href={repositoryPath(repository)}>{`${repository.owner}/${repository.name}`}</a>
        </li>
      ))}
    </ul>
    {repositories.length <= MOST ? null : (
      <p class="soft">{`${repositories.length - MOST} more count and are not listed.`}</p>
    )}
  </details>
);

const MOST = 60;

const Periods = ({ view: { owner, weeks } }: { readonly view: Pick<OrganisationView, "owner" | "weeks"> }) => (
  <nav aria-label="How far to look back">
    <ul class="plain row">
      {PERIODS.map((period) => (
        <li>
          {period === weeks ? (
            <strong aria-current="true">{`${period} weeks`}</strong>
          ) : (
            <a href={`${organisationPath(owner)}?weeks=${period}`}>{`${period} weeks`}</a>
          )}
        </li>
      ))}
    </ul>
  </nav>
);
