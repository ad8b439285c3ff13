import { Title } from "./words.tsx";

/** A bar with its name and what its length means. */
export interface Bar {
  readonly label: string;
  readonly value: number;
  /** The value in words. */
  readonly words: string;
}

/**
 * Bars from left to right, a line each. Names and values are text that wraps and grows with the reader's own size; drawn are the bars
 * alone. Whoever does not see it hears `summary`; all values stand in a table beside it.
 */
export const Bars = ({ bars, summary }: { readonly bars: readonly Bar[]; readonly summary: string }) => {
  const most = Math.max(...bars.map(({ value }) => value), 1);
  return (
    <div class="plot bars" role="img" aria-label={summary}>
      {bars.map(({ label, value, words }) => (
        <div class="bar-row">
          <span class="bar-label">
            <Title max={80}>{label}</Title>
          </span>
          <svg class="bar-track" aria-hidden="true" width="100%" height="14">
            <rect class="bar-of-plot" width={percent(value / most)} height="100%" rx="2" />
          </svg>
          <span class="bar-words">{words}</span>
        </div>
      ))}
    </div>
  );
};

/** What happened in a step of time. */
export interface Column {
  /** The step of time in words. */
  readonly label: string;
  /** One above the other, in the order of the plot's `kinds`. */
  readonly values: readonly number[];
}

export interface ColumnsProps {
  readonly columns: readonly Column[];
  /** What each value of a column is; one kind needs no key. */
  readonly kinds: readonly string[];
  /** The highest column in words. */
  readonly mostWords: string;
  readonly summary: string;
}

/** Columns over time, oldest first. */
export const Columns = ({ columns, kinds, mostWords, summary }: ColumnsProps) => {
  const most = Math.max(...columns.map(({ values }) => sumOf(values)), 1);
  return (
    <figure class="plot">
      <p class="plot-most soft">{mostWords}</p>
      <svg class="columns" role="img" aria-label={summary} width="100%" height="140">
        <title>{summary}</title>
        {columns.map(({ values }, index) =>
          values.map((value, kind) =>
            value === 0 ? null : (
              <rect
                class={`column column-${kind}`}
                x={percent((index + 0.1) / columns.length)}
                width={percent(0.8 / columns.length)}
                y={percent(1 - sumOf(values.slice(0, kind + 1)) / most)}
                height={percent(value / most)}
              />
            ),
          ),
        )}
      </svg>
      <div class="plot-ends soft" aria-hidden="true">
        <span>{columns[0]?.label ?? ""}</span>
        <span>{columns.at(-1)?.label ?? ""}</span>
      </div>
      {kinds.length < 2 ? null : (
        <ul class="plain key">
          {kinds.map((kind, index) => (
            <li>
              <svg aria-hidden="true" width="12" height="12">
                <rect class={`column-${index}`} width="12" height="12" />
              </svg>{" "}
              {kind}
            </li>
          ))}
        </ul>
      )}
    </figure>
  );
};

const sumOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);

const percent = (part: number): string => `${Math.round(part * 10_000) / 100}%`;
