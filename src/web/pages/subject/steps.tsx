import type { Child } from "hono/jsx";
import { isDone, type StepVerdict } from "../../../evaluation/verdict.ts";
import { OutLink } from "../parts/link.tsx";
import { StateBadge } from "../parts/state-badge.tsx";
import { Ago, Since, Time } from "../parts/time.tsx";
import { Who } from "../parts/who.tsx";
import { Prose, Title } from "../parts/words.tsx";
import type { Visit } from "../visit.ts";
import { isToBeShown, type StepView } from "./step-view.ts";

interface Props {
  readonly view: StepView;
  readonly visit: Visit;
}

/** Steps that are still to be looked at, each with all there is to say about it. */
export const OpenSteps = ({ steps, visit }: { readonly steps: readonly StepView[]; readonly visit: Visit }) => (
  <ol class="plain steps">
    {steps.map((view) => (
      <li id={view.anchor} class={`step step-${view.step.state}`} data-say={said(view.step)}>
        <Head view={view} visit={visit} />
        <Facts view={view} visit={visit} />
        <Below view={view} visit={visit} />
      </li>
    ))}
  </ol>
);

/** Steps that are through, a line each. */
export const ThroughSteps = ({ steps, visit }: { readonly steps: readonly StepView[]; readonly visit: Visit }) => (
  <ul class="plain through">
    {steps.map((view) => (
      <li id={view.anchor} data-say={said(view.step)}>
        <Head view={view} visit={visit} />
        <p class="step-why">
          <Prose>{view.step.reason}</Prose>
          {view.proofs.length === 0 ? null : (
            <>
              {" ("}
              <Proofs view={view} />)
            </>
          )}
        </p>
        {view.steps.length === 0 ? null : <ThroughSteps steps={view.steps} visit={visit} />}
      </li>
    ))}
  </ul>
);

/** What is read out when it becomes otherwise. */
const said = ({ title, state }: StepVerdict): string => `${title}: ${SAID[state]}`;

const SAID = {
  met: "done",
  unmet: "to do",
  waiting: "awaited",
  error: "error",
  locked: "locked",
  waived: "waived",
  deferred: "put off",
  "not-applicable": "not applicable",
} as const satisfies Record<StepVerdict["state"], string>;

const Head = ({ view: { step, since, isYours }, visit }: Props) => (
  <div class="row">
    <h4>
      <Title>{step.title}</Title>
      {step.optional && !step.title.trimEnd().endsWith(")") ? " (optional)" : null}
    </h4>
    <StateBadge state={step.state} />
    {isYours ? <span class="badge badge-yours">your turn</span> : null}
    {since === undefined || step.state === "not-applicable" ? null : (
      <span class="soft">
        {isDone(step.state) ? <Ago at={since} now={visit.now} /> : <Since at={since} now={visit.now} />}
      </span>
    )}
  </div>
);

const Facts = ({ view, visit }: Props) => {
  const { step, proofs } = view;
  const isLeft = !isDone(step.state);
  return (
    <dl class="facts">
      <Fact name="Why">
        <Prose>{whyOf(step)}</Prose>
      </Fact>
      {isLeft ? <ToDo view={view} visit={visit} /> : null}
      {proofs.length === 0 ? null : (
        <Fact name="Seen at">
          <Proofs view={view} />
        </Fact>
      )}
    </dl>
  );
};

/** Why a tick does not count is the reason itself, as a rule. */
const whyOf = ({ reason, box }: StepVerdict): string =>
  box?.note === undefined || reason.includes(box.note) ? reason : `${reason} ${box.note}`;

/** Where time alone is awaited, the reason says until when; there is nothing to do unless a command is named. */
const ToDo = ({ view: { step, tickAt }, visit }: Props) => {
  const isOfClock = step.actors.length > 0 && step.actors.every(({ kind }) => kind === "clock");
  const remedy = isOfClock && !step.remedy.includes("`") ? "" : step.remedy;
  const words = `${remedy} ${step.help ?? ""}`.trim();
  return (
    <>
      {words === "" && tickAt === undefined ? null : (
        <Fact name="What to do">
          <Prose>{words}</Prose> {tickAt === undefined ? null : <OutLink href={tickAt}>Go to the checklist</OutLink>}
        </Fact>
      )}
      {isOfClock || step.actors.length === 0 ? null : (
        <Fact name="Who can">
          <Who actors={step.actors} githubUrl={visit.githubUrl} />
        </Fact>
      )}
      {step.opensAt === undefined ? null : (
        <Fact name="Opens">
          <Time at={step.opensAt} />
        </Fact>
      )}
    </>
  );
};

const Fact = ({ name, children }: { readonly name: string; readonly children?: Child }) => (
  <>
    <dt>{name}</dt>
    <dd>{children}</dd>
  </>
);

const Proofs = ({ view: { proofs } }: { readonly view: StepView }) => (
  <>
    {proofs.map(({ text, url }, index) => (
      <>
        {index === 0 ? "" : ", "}
        <OutLink href={url}>
          <Prose>{text}</Prose>
        </OutLink>
      </>
    ))}
  </>
);

const Below = ({ view: { steps }, visit }: Props) => {
  const open = steps.filter(isToBeShown);
  const through = steps.filter((one) => !isToBeShown(one));
  return (
    <>
      {open.length === 0 ? null : <OpenSteps steps={open} visit={visit} />}
      {through.length === 0 ? null : <ThroughSteps steps={through} visit={visit} />}
    </>
  );
};
