/** Bytes of a page's HTML: with styles and scripts a page stays under 100 KB. */
const MOST_BYTES = 66 * 1024;

/**
 * A page with as much as fits: rendered with less and less until it does. What is left out has to be said by the page itself. Throws
 * where there is no level.
 */
export const fitting = <Level>(levels: readonly Level[], render: (level: Level) => unknown): string => {
  let page: string | undefined;
  for (const level of levels) {
    page = String(render(level));
    if (Buffer.byteLength(page) <= MOST_BYTES) return page;
  }
  if (page === undefined) throw new Error("a page needs a level to be rendered at");
  return page;
};
