/** What is wrong with a glob, and what to write instead; one sentence or two. */
export const globProblem = (glob: string): string | undefined => {
  if (glob.trim() === "" || glob === "!") return "A glob can't be empty; write one such as `docs/**`.";
  if (glob.length > LONGEST) return `A glob can't be longer than ${LONGEST} characters; make several of it.`;
  if (/^!?\.?\//u.test(glob))
    return `\`${glob}\` matches nothing: paths start at the repository's root, without \`/\` or \`./\`.`;
  if (glob.includes("\\")) return `\`${glob}\` has a backslash; folders are separated by \`/\`.`;
  if (unbalanced(glob)) return `\`${glob}\` has a \`[\`, \`{\` or \`(\` that is not closed.`;
  if (/.!\(/u.test(glob) || glob.startsWith("!("))
    return `\`${glob}\` has a \`!(…)\`, which is not known; list what is left out as a glob of its own, such as \`!docs/**\`.`;
  return tooMuch(glob);
};

const LONGEST = 1000;

/** With more than this, it takes long to compare many paths with it. */
const MOST_WILDCARDS = 30;
export const MOST_ALTERNATIVES = 100;

const tooMuch = (glob: string): string | undefined => {
  const wildcards = glob.match(/[*?]+|\+\(/gu)?.length ?? 0;
  if (wildcards > MOST_WILDCARDS)
    return `A glob can't have more than ${MOST_WILDCARDS} wildcards, and this one has ${wildcards}; make several globs of it.`;
  const ranges = [...glob.matchAll(RANGES)].map(([, from, to]) => Math.abs(Number(to) - Number(from)) + 1);
  const alternatives = ranges.reduce((sum, size) => sum + size - 1, (glob.match(/[,|]/gu)?.length ?? 0) + 1);
  if (alternatives > MOST_ALTERNATIVES)
    return `The braces of a glob can't stand for more than ${MOST_ALTERNATIVES} alternatives, and these stand for ${alternatives}; write \`*\` in their place, or make several globs of it.`;
  return undefined;
};

const RANGES = /\{(-?\d{1,9})\.\.(-?\d{1,9})\}/gu;

const unbalanced = (glob: string): boolean =>
  [/[[\]]/gu, /[{}]/gu, /[()]/gu].some((pair) => {
    let depth = 0;
    for (const [sign] of glob.matchAll(pair)) depth += "[{(".includes(sign) ? 1 : depth > 0 ? -1 : Number.NaN;
    return depth !== 0;
  });
