import { Badge } from "../parts/state-badge.tsx";
import { Ago } from "../parts/time.tsx";
import { Title } from "../parts/words.tsx";
import type { Visit } from "../visit.ts";
import type { Stop } from "./path-view.ts";

/** The way from opened to after the deployment, and where one is on it. */
export const Path = ({ path, visit }: { readonly path: readonly Stop[]; readonly visit: Visit }) => (
  <nav class="path" aria-labelledby="path-title">
    <h2 id="path-title">The way</h2>
    <ol class="plain">
      {path.map((stop) => (
        <li class={`stop stop-${stop.is} stop-${stop.tone}`} {...(stop.isHere ? { "aria-current": "step" } : {})}>
          <span class="stop-title">
            {stop.anchor === undefined ? (
              <Title>{stop.title}</Title>
            ) : (
              <a href={`#${stop.anchor}`}>
                <Title>{stop.title}</Title>
              </a>
            )}
          </span>
          {stop.isHere ? <span class="here">You are here</span> : null}
          <span class="stop-state">
            <Badge tone={stop.tone}>{stop.word}</Badge>
            {stop.total === undefined || stop.total === 0 ? null : (
              <span class="soft">{`${stop.done ?? 0} of ${stop.total}`}</span>
            )}
            {stop.at === undefined ? null : (
              <span class="soft">
                <Ago at={stop.at} now={visit.now} />
              </span>
            )}
          </span>
          {stop.of === undefined ? null : (
            <span class="soft stop-of">
              <Title max={80}>{stop.of}</Title>
            </span>
          )}
        </li>
      ))}
    </ol>
  </nav>
);
