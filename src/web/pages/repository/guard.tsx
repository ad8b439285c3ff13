import type { Concern } from "../../../evaluation/enforcement/settings.ts";
import { shadowWords } from "../../../report/shadow.ts";
import { Badge, type Tone } from "../parts/state-badge.tsx";
import { Ago, Time } from "../parts/time.tsx";
import { Line, Prose } from "../parts/words.tsx";
import type { Visit } from "../visit.ts";
import type { RepositoryView } from "./repository-view.ts";

interface Props {
  readonly view: RepositoryView;
  readonly visit: Visit;
}

/** Whether people and workflows really have to pass the gate. Nothing where nobody has looked yet. */
export const Guard = ({ view: { enforcement }, visit }: Props) =>
  enforcement === undefined ? null : (
    <section aria-labelledby="guard-title">
      <h2 id="guard-title">What guards this repository</h2>
      <ul class="plain rows">
        <li class="row">
          <Held is={enforcement.isRequired} />
          <span>
            merging into <code>{enforcement.branch}</code>
          </span>
        </li>
        {enforcement.environments.map(({ name, isProtected }) => (
          <li class="row">
            <Held is={isProtected} />
            <span>
              deploying to <code>{name}</code>
            </span>
          </li>
        ))}
      </ul>
      <Concerns concerns={enforcement.concerns} />
      <p class="soft">
        Looked at <Ago at={enforcement.checkedAt} now={visit.now} />. <code>gatehouse doctor</code> looks again, and
        with an administrator’s token sees more.
      </p>
    </section>
  );

const Held = ({ is }: { readonly is: boolean | undefined }) => {
  if (is === undefined) return <Badge tone="quiet">not known</Badge>;
  return is ? <Badge tone="good">guarded</Badge> : <Badge tone="bad">not guarded</Badge>;
};

const TONES = { error: "bad", warning: "warning", unknown: "quiet" } as const satisfies Record<
  Concern["severity"],
  Tone
>;
const WORDS = { error: "open", warning: "way round", unknown: "not known" } as const satisfies Record<
  Concern["severity"],
  string
>;

const Concerns = ({ concerns }: { readonly concerns: readonly Concern[] }) =>
  concerns.length === 0 ? null : (
    <ul class="plain findings">
      {concerns.map(({ severity, says, remedy }) => (
        <li>
          <Badge tone={TONES[severity]}>{WORDS[severity]}</Badge> <Prose>{says}</Prose>
          <p class="soft">
            <Prose>{remedy}</Prose>
          </p>
        </li>
      ))}
    </ul>
  );

/** What was merged while something was on trial. */
export const Trial = ({ view: { shadow } }: Pick<Props, "view">) =>
  shadow?.since === undefined ? null : (
    <section aria-labelledby="trial-title">
      <h2 id="trial-title">On trial so far</h2>
      <p>
        Since <Time at={shadow.since} />: <Line markdown={shadowWords(shadow)} />
      </p>
    </section>
  );
