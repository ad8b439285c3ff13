import { counted } from "../../../requirements/wording.ts";
import { onGithub, organisationPath } from "../addresses.ts";
import { Page } from "../layout.tsx";
import { Live } from "../live/live.tsx";
import { Empty } from "../parts/empty.tsx";
import { Findings } from "../parts/findings.tsx";
import { OutLink } from "../parts/link.tsx";
import { Badge } from "../parts/state-badge.tsx";
import { Prose, Title } from "../parts/words.tsx";
import type { Visit } from "../visit.ts";
import { DeploymentRows } from "./deployment-rows.tsx";
import { Guard, Trial } from "./guard.tsx";
import type { RepositoryView } from "./repository-view.ts";
import type { SubjectRow } from "./subject-row.ts";
import { SubjectRows } from "./subject-rows.tsx";

interface Props {
  readonly view: RepositoryView;
  readonly visit: Visit;
}

/** The page of a repository. */
export const RepositoryPage = ({ view, visit, events }: Props & { readonly events: string }) => {
  const { owner, name } = view.repository;
  return (
    <Page
      title={`${owner}/${name}`}
      visit={visit}
      timeZone={view.timeZone}
      where={[{ name: owner, href: organisationPath(owner) }, { name }]}
    >
      <Live visit={visit} events={events}>
        <h1>{`${owner}/${name}`}</h1>
        <p class="row">
          <span>{inShort(view)}</span>
          <OutLink href={onGithub(visit.githubUrl, view.repository)}>The repository on GitHub</OutLink>
        </p>
        <Notices view={view} />
        {view.deployments.length === 0 ? null : (
          <section aria-labelledby="deployments-title">
            <h2 id="deployments-title">Deployments that wait</h2>
            <DeploymentRows rows={view.deployments} visit={visit} />
          </section>
        )}
        <Rows id="open" title="Open pull requests" rows={view.open} visit={visit}>
          No open pull request is asked anything here.
        </Rows>
        <Rows id="after" title="Merged, and not done yet" rows={view.after} visit={visit} />
        <Rows id="issues" title="Issues" rows={view.issues} visit={visit} />
        <Procedures view={view} />
        {view.more === 0 ? null : (
          <p class="soft">{`${counted(view.more, "more row is", "more rows are")} not shown: there are too many for one page.`}</p>
        )}
        <Guard view={view} visit={visit} />
        <Trial view={view} />
      </Live>
    </Page>
  );
};

const inShort = ({ counts: { open, ready, deployments }, mode }: RepositoryView): string =>
  [
    `${counted(open, "open pull request")}, ${ready} ready`,
    ...(deployments === 0 ? [] : [counted(deployments, "deployment waits", "deployments wait")]),
    ...(mode === "shadow" ? ["shadow mode"] : []),
  ].join("; ");

const Notices = ({ view: { mode, findings, policy } }: Pick<Props, "view">) => (
  <>
    {mode === "shadow" ? (
      <p class="note">
        This repository only watches (<code>mode: shadow</code>): what is below is what <em>would</em> hold it back.
        Nothing does.
      </p>
    ) : null}
    {policy === "unknown" ? (
      <p class="note note-waiting">GitHub does not show Gatehouse the config and procedures now.</p>
    ) : null}
    {findings.length === 0 ? null : (
      <section class="note note-bad" aria-labelledby="findings-title">
        <h2 id="findings-title">What is wrong with config and procedures</h2>
        <Findings findings={findings} />
      </section>
    )}
  </>
);

interface RowsProps {
  readonly id: string;
  readonly title: string;
  readonly rows: readonly SubjectRow[];
  readonly visit: Visit;
  /** What is said where there are none; without it, there is no section then. */
  readonly children?: string;
}

const Rows = ({ id, title, rows, visit, children }: RowsProps) =>
  rows.length === 0 && children === undefined ? null : (
    <section aria-labelledby={`${id}-title`}>
      <h2 id={`${id}-title`}>{title}</h2>
      {rows.length === 0 ? <Empty>{children}</Empty> : <SubjectRows rows={rows} visit={visit} />}
    </section>
  );

const Procedures = ({ view: { procedures, policy } }: Pick<Props, "view">) => {
  if (policy === "unknown") return null;
  return (
    <section aria-labelledby="procedures-title">
      <h2 id="procedures-title">Procedures</h2>
      {procedures.length === 0 ? (
        <Empty>
          {policy === "none"
            ? "There is no .github/gatehouse.yml on the default branch, so nothing is asked here."
            : "The config names no procedure that can be read."}
        </Empty>
      ) : (
        <ul class="plain rows">
          {procedures.map(({ href, title, version, runsOn, phases, steps, isShadow, source }) => (
            <li>
              <div class="row">
                <h3 class="row-title">
                  <a href={href}>
                    <Title>{title}</Title>
                  </a>
                  {version === null ? null : <span class="soft">{` ${version}`}</span>}
                </h3>
                {isShadow ? <Badge tone="quiet">on trial</Badge> : null}
              </div>
              <p class="row-words soft">
                Runs on <Prose>{runsOn}</Prose>; {counted(phases, "phase")}, {counted(steps, "step")}; from{" "}
                <OutLink href={source.url}>
                  <code>{source.reference}</code>
                </OutLink>
              </p>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
};
