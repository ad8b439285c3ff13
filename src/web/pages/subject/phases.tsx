import { counted } from "../../../requirements/wording.ts";
import { procedurePath } from "../addresses.ts";
import { OutLink } from "../parts/link.tsx";
import { Badge } from "../parts/state-badge.tsx";
import { Ago, Time } from "../parts/time.tsx";
import { Prose, Title } from "../parts/words.tsx";
import type { Visit } from "../visit.ts";
import type { PhaseView, ProcedureView } from "./phase-view.ts";
import { OpenSteps, ThroughSteps } from "./steps.tsx";
import type { SubjectView } from "./subject-view.ts";

interface Props {
  readonly view: SubjectView;
  readonly visit: Visit;
}

/** Every procedure with its phases and steps. */
export const Procedures = ({ view, visit }: Props) => (
  <>
    {view.procedures.map((one) => (
      <section class="procedure">
        <ProcedureHead one={one} view={view} />
        {one.phases.map((phase) => (
          <Phase view={phase} visit={visit} />
        ))}
      </section>
    ))}
    {view.others.length === 0 ? null : (
      <details id="others" class="card">
        <summary>{`${counted(view.others.length, "procedure does", "procedures do")} not apply here`}</summary>
        <ul>
          {view.others.map(({ title, reason }) => (
            <li>
              <Title>{title}</Title>
              {": "}
              <Prose>{reason}</Prose>
            </li>
          ))}
        </ul>
      </details>
    )}
  </>
);

const ProcedureHead = ({ one, view }: Pick<Props, "view"> & { readonly one: ProcedureView }) => {
  const { id, title, version, source, parameters, problem } = one.procedure;
  const values = Object.entries(parameters);
  return (
    <>
      <h2>
        <a href={procedurePath(view.standing, id)}>
          <Title>{title}</Title>
        </a>
      </h2>
      <p class="soft">
        {version === undefined ? null : `Version ${version}, from `}
        {version === undefined ? "From " : null}
        <OutLink href={source.url}>
          <code>{source.reference}</code>
        </OutLink>
        {values.map(([name, value]) => (
          <>
            {", "}
            <code>{name}</code>
            {" = "}
            <code>{value}</code>
          </>
        ))}
      </p>
      {one.counts ? null : (
        <p class="note">On trial: this procedure is in shadow mode. It is judged, and holds nothing back.</p>
      )}
      {problem === undefined ? null : (
        <p class="note note-bad">
          <Prose>{`${problem.reason} ${problem.remedy}`}</Prose>
        </p>
      )}
    </>
  );
};

/** What is over, locked or of no concern is folded. */
const Phase = ({ view, visit }: { readonly view: PhaseView; readonly visit: Visit }) => {
  const { anchor, phase, open, through, isNow } = view;
  const isOpen = phase.state === "open" && open.length > 0 && isNow;
  return (
    <section class="phase" id={anchor} data-say={`${phase.title}: ${view.word}`}>
      {isOpen ? (
        <>
          <PhaseHead view={view} />
          <About view={view} visit={visit} />
          <OpenSteps steps={open} visit={visit} />
          {through.length === 0 ? null : (
            <details id={`${anchor}-through`}>
              <summary>{view.throughWords}</summary>
              <ThroughSteps steps={through} visit={visit} />
            </details>
          )}
          <Hidden view={view} />
        </>
      ) : (
        <details id={`${anchor}-all`}>
          <summary>
            <PhaseHead view={view} />
          </summary>
          <About view={view} visit={visit} />
          {open.length === 0 ? null : <OpenSteps steps={open} visit={visit} />}
          {through.length === 0 ? null : <ThroughSteps steps={through} visit={visit} />}
          <Hidden view={view} />
        </details>
      )}
    </section>
  );
};

const Hidden = ({ view: { hidden } }: { readonly view: PhaseView }) =>
  hidden === 0 ? null : (
    <p class="soft">{`${counted(hidden, "more step is", "more steps are")} not shown here: there are too many for one page. The check and the checklist have them.`}</p>
  );

const PhaseHead = ({ view: { phase, tone, word, done, total } }: { readonly view: PhaseView }) => (
  <div class="row phase-head">
    <h3>
      <Title>{phase.title}</Title>
    </h3>
    <Badge tone={tone}>{word}</Badge>
    {phase.state === "not-applicable" || phase.rolledBackAt !== undefined || total === 0 ? null : (
      <span class="soft">{`${done} of ${counted(total, "step")} done`}</span>
    )}
  </div>
);

const About = ({ view: { phase }, visit }: { readonly view: PhaseView; readonly visit: Visit }) => {
  if (phase.state === "open" && phase.openedAt !== undefined) return <Watched phase={phase} visit={visit} />;
  const words = phase.state === "open" ? holds(phase) : (phase.reason ?? "");
  return words === "" ? null : (
    <p class="soft">
      <Prose>{words}</Prose>
    </p>
  );
};

/** When what a deployment opened should be complete; without a time for that, since when it is open. */
const Watched = ({
  phase: { openedAt, dueAt },
  visit,
}: {
  readonly phase: PhaseView["phase"];
  readonly visit: Visit;
}) => {
  const at = dueAt ?? openedAt;
  if (at === undefined) return null;
  const isLate = dueAt !== undefined && dueAt <= visit.now;
  return (
    <p class="soft">
      {isLate ? <Badge tone="bad">overdue</Badge> : null}
      {dueAt === undefined ? "Open since " : isLate ? " since " : "Due "}
      <Time at={at} /> (<Ago at={at} now={visit.now} />
      ).
    </p>
  );
};

/** What holds the merge stands before it on the way, which says enough. */
const holds = ({ holdsMerge, blocks, environments }: PhaseView["phase"]): string => {
  if (holdsMerge) return "";
  if (blocks !== "deploy") return "Merging does not wait for it.";
  return environments.length === 0
    ? "Every deployment waits for it."
    : `Deployments to ${environments.join(" and ")} wait for it.`;
};
