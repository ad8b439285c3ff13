import { Empty } from "../parts/empty.tsx";
import { OutLink } from "../parts/link.tsx";
import { Badge } from "../parts/state-badge.tsx";
import { ShortTime, Zone } from "../parts/time.tsx";
import { Line, Title } from "../parts/words.tsx";
import type { Trail, TrailRow } from "./trail-view.ts";

/** As many are read at a glance. */
const SHOWN = 10;

interface Props {
  readonly trail: Trail;
  /** Where the trail is as a file. */
  readonly file: string;
}

/** Who did what, when and where. */
export const TrailSection = ({ trail: { rows, older }, file }: Props) => (
  <section aria-labelledby="trail-title">
    <h2 id="trail-title">What people did</h2>
    {rows.length === 0 ? null : (
      <p class="soft">
        Times are <Zone />. <a href={file}>Download all of it (CSV)</a>
      </p>
    )}
    {rows.length === 0 ? <Empty>Nobody has ticked, signed off or commanded anything here yet.</Empty> : null}
    <Rows rows={rows.slice(0, SHOWN)} />
    {rows.length <= SHOWN ? null : (
      <details id="trail-older">
        <summary>{`${rows.length - SHOWN} earlier`}</summary>
        <Rows rows={rows.slice(SHOWN)} />
      </details>
    )}
    {older === 0 ? null : <p class="soft">{`${older} older acts are not shown; the file has them all.`}</p>}
  </section>
);

const Rows = ({ rows }: { readonly rows: readonly TrailRow[] }) =>
  rows.length === 0 ? null : (
    <ol class="plain trail">
      {rows.map(({ at, words, isRefused, step, url, is }) => (
        <li>
          <span class="soft trail-when">
            <ShortTime at={at} />
          </span>
          <span>
            {isRefused ? (
              <>
                <Badge tone="bad">refused</Badge>{" "}
              </>
            ) : null}
            {step === undefined ? null : (
              <>
                {step.anchor === undefined ? (
                  <Title max={150}>{step.title}</Title>
                ) : (
                  <a href={`#${step.anchor}`}>
                    <Title max={150}>{step.title}</Title>
                  </a>
                )}
                {": "}
              </>
            )}
            <Line markdown={words} />
            {url === undefined ? null : (
              <>
                {" · "}
                <OutLink href={url}>{`the ${is}`}</OutLink>
              </>
            )}
          </span>
        </li>
      ))}
    </ol>
  );
