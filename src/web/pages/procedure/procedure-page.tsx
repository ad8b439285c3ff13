import type { PhaseOutline, ProcedureOutline, StepOutline } from "../../../procedures/outline.ts";
import {
  closingWords,
  howToRead,
  orderWords,
  phaseWords,
  runsOn,
  stepWords,
} from "../../../report/procedures/words.ts";
import { repositoryPath } from "../addresses.ts";
import { Page } from "../layout.tsx";
import { OutLink } from "../parts/link.tsx";
import { Person } from "../parts/person.tsx";
import { Prose, Title } from "../parts/words.tsx";
import type { Visit } from "../visit.ts";
import { capital } from "../../../requirements/wording.ts";

/** A procedure as a repository uses it. */
export interface ProcedureShown {
  readonly repository: { readonly owner: string; readonly name: string };
  readonly outline: ProcedureOutline;
  /** How many steps are left out, because there are too many for a page. */
  readonly hidden: number;
  readonly isShadow: boolean;
  readonly source: { readonly reference: string; readonly url?: string };
  /** Roles that it asks, with those who hold them: logins and `@organisation/team`s. */
  readonly roles: readonly { readonly role: string; readonly holders: readonly string[] }[];
}

interface Props {
  readonly shown: ProcedureShown;
  readonly visit: Visit;
}

/** The page of a procedure, as people read it. */
export const ProcedurePage = ({ shown, visit }: Props) => {
  const { repository, outline, isShadow } = shown;
  const at = { name: `${repository.owner}/${repository.name}`, href: repositoryPath(repository) };
  return (
    <Page title={outline.title} visit={visit} where={[at, { name: outline.id }]}>
      <h1>
        <Title>{outline.title}</Title>
        {outline.version === null ? null : <span class="soft">{` ${outline.version}`}</span>}
      </h1>
      <About shown={shown} />
      {isShadow ? <p class="note">On trial (shadow mode): it is judged, and holds nothing back.</p> : null}
      <Roles shown={shown} visit={visit} />
      {outline.phases.map((phase) => (
        <Phase phase={phase} outline={outline} />
      ))}
      {shown.hidden === 0 ? null : (
        <p class="soft">{`${shown.hidden} more steps are not shown: there are too many for one page. The document has them.`}</p>
      )}
      <Reading outline={outline} />
    </Page>
  );
};

const About = ({ shown: { outline, source } }: Pick<Props, "shown">) => (
  <>
    {outline.about === null ? null : (
      <p class="lead">
        <Prose>{outline.about}</Prose>
      </p>
    )}
    <p>
      Runs on <Prose>{[`${runsOn(outline)}.`, ...orderWords(outline)].join(" ")}</Prose>{" "}
      <span class="soft">
        From{" "}
        <OutLink href={source.url}>
          <code>{source.reference}</code>
        </OutLink>
        .
      </span>
    </p>
  </>
);

const Reading = ({ outline }: Pick<ProcedureShown, "outline">) => {
  const told = howToRead(outline);
  return told.length === 0 ? null : (
    <section aria-labelledby="reading-title">
      <h2 id="reading-title">How to read this</h2>
      <ul>
        {told.map((words) => (
          <li>
            <Prose>{words}</Prose>
          </li>
        ))}
      </ul>
    </section>
  );
};

const Roles = ({ shown: { roles }, visit }: Props) =>
  roles.length === 0 ? null : (
    <section aria-labelledby="roles-title">
      <h2 id="roles-title">Who is asked</h2>
      <dl class="facts">
        {roles.map(({ role, holders }) => (
          <>
            <dt>{role}</dt>
            <dd>
              {holders.length === 0 ? "nobody yet" : null}
              {holders.map((holder, index) => (
                <>
                  {index === 0 ? "" : ", "}
                  <Holder holder={holder} visit={visit} />
                </>
              ))}
            </dd>
          </>
        ))}
      </dl>
    </section>
  );

/** https://docs.github.com/en/organizations/organizing-members-into-teams/about-teams */
const Holder = ({ holder, visit: { githubUrl } }: { readonly holder: string; readonly visit: Visit }) => {
  const [, organisation, team] = /^@([^/]+)\/(.+)$/u.exec(holder) ?? [];
  if (organisation === undefined || team === undefined) return <Person login={holder} githubUrl={githubUrl} />;
  const address = `${githubUrl}/orgs/${encodeURIComponent(organisation)}/teams/${encodeURIComponent(team)}`;
  return <OutLink href={address}>{holder}</OutLink>;
};

const Phase = ({ phase, outline }: { readonly phase: PhaseOutline; readonly outline: ProcedureOutline }) => {
  const words = phaseWords(phase, outline);
  const closing = closingWords(phase);
  return (
    <section class="phase phase-read" id={`phase-${phase.id}`}>
      <h2>
        <Title>{phase.title}</Title>
      </h2>
      <p class="soft">
        <Prose>{capital(words)}</Prose>
      </p>
      <Steps steps={phase.steps} />
      {closing === "" ? null : (
        <p>
          <Prose>{closing}</Prose>
        </p>
      )}
    </section>
  );
};

const Steps = ({ steps }: { readonly steps: readonly StepOutline[] }) =>
  steps.length === 0 ? null : (
    <ul class="plain asked">
      {steps.map((step) => (
        <li class={step.box ? "asked-box" : "asked-seen"}>
          <strong>
            <Title>{step.title}</Title>
          </strong>{" "}
          <code class="soft">{step.id}</code>
          {step.box ? <span class="hidden-from-eyes">, a box to tick</span> : null}
          <p>
            <Prose>{sentenceOf(step)}</Prose>
          </p>
          {step.help === null ? null : (
            <p class="soft">
              <Prose>{step.help}</Prose>
            </p>
          )}
          <Steps steps={step.steps} />
        </li>
      ))}
    </ul>
  );

const sentenceOf = (step: StepOutline): string => {
  const words = stepWords(step);
  const when = step.when === null ? "" : ` Only when ${step.when.words}.`;
  return `${capital(words)}${when}`;
};
