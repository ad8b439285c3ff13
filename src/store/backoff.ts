/** Milliseconds to wait before the next try: about 1 s, 2 s, 4 s … 5 min, each cut by up to a half so that crowds disperse. */
export function backoff(attempts: number, random: number): number {
  const longest = Math.min(LIMIT, FIRST * 2 ** Math.min(attempts - 1, 20));
  return longest * (1 - random / 2);
}

const FIRST = 1000;
const LIMIT = 5 * 60 * 1000;
