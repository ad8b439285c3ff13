import type { Sourced } from "./build.ts";
import { whereIs } from "./draft.ts";
import type { Finding } from "./finding.ts";
import { proceduresAskedFor } from "./leaves.ts";
import { requirements } from "./rules.ts";

/** Procedures that wait for each other would never be complete. */
export const cycles = (all: readonly Sourced[]): readonly Finding[] => {
  const asks = new Map(
    all.map((sourced) => [
      sourced.procedure.id,
      requirements(sourced).flatMap(({ requirement }) => proceduresAskedFor(requirement)),
    ]),
  );
  return all.flatMap((sourced) => {
    const { id } = sourced.procedure;
    const way = wayBack(id, asks);
    if (way === undefined) return [];
    const next = way[1] ?? id;
    const at =
      requirements(sourced).find(({ requirement }) => proceduresAskedFor(requirement).includes(next))?.source ??
      sourced.source;
    const message = `The procedure waits for itself: ${way.map((step) => `\`${step}\``).join(" → ")}. Remove one of these \`procedure\` requirements.`;
    return [
      {
        code: "procedure/cycle",
        severity: "error" as const,
        message,
        file: at.file,
        ...whereIs(at, (scalar) => scalar === next),
      },
    ];
  });
};

/** The shortest way from a procedure over those it asks for back to itself. */
const wayBack = (start: string, asks: ReadonlyMap<string, readonly string[]>): readonly string[] | undefined => {
  const seen = new Set<string>();
  const open: (readonly string[])[] = [[start]];
  for (let way = open.shift(); way !== undefined; way = open.shift()) {
    const next = (asks.get(way.at(-1) ?? "") ?? []).filter((id) => !seen.has(id));
    if (next.includes(start)) return [...way, start];
    for (const id of next) seen.add(id);
    for (const id of next) open.push([...way, id]);
  }
  return undefined;
};
