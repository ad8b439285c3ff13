import type { Child } from "hono/jsx";

interface Props {
  readonly caption: string;
  readonly heads: readonly string[];
  /** Columns of numbers, from 0. */
  readonly numbers: readonly number[];
  readonly rows: readonly (readonly Child[])[];
}

/** The numbers behind a plot, for whoever wants them or does not see it. */
export const TableBehind = ({ caption, heads, numbers, rows }: Props) => (
  <details class="behind">
    <summary>{`Table: ${caption}`}</summary>
    <div class="scrolls" tabindex={0} role="region" aria-label={caption}>
      <table>
        <caption class="hidden-from-eyes">{caption}</caption>
        <thead>
          <tr>
            {heads.map((head, index) => (
              <th scope="col" class={numbers.includes(index) ? "number" : undefined}>
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((cells) => (
            <tr>
              {cells.map((cell, index) => (
                <td class={numbers.includes(index) ? "number" : undefined}>{cell}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  </details>
);

/** A day as people read it: `2 Mar 2026`. */
export const dayOf = (at: Date): string =>
  new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeZone: "UTC" }).format(at);

/** The same where the year is clear: `2 Mar`. */
export const shortDayOf = (at: Date): string =>
  new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", timeZone: "UTC" }).format(at);
