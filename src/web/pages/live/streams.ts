/** How many streams are open, and for whom. */
export interface Streams {
  /** Answers how to give it back; undefined where there are too many already. */
  readonly take: (sessionId: string) => (() => void) | undefined;
}

/** Somebody with more tabs open has them live one after the other: a tab that is not seen gives its stream back. */
const PER_SESSION = 8;
/** Each holds a socket. */
const IN_ALL = 1000;

export const createStreams = (): Streams => {
  const open = new Map<string, number>();
  let all = 0;
  return {
    take: (sessionId) => {
      const own = open.get(sessionId) ?? 0;
      if (own >= PER_SESSION || all >= IN_ALL) return undefined;
      open.set(sessionId, own + 1);
      all += 1;
      let isGiven = false;
      return () => {
        if (isGiven) return;
        isGiven = true;
        all -= 1;
        const left = (open.get(sessionId) ?? 1) - 1;
        if (left === 0) open.delete(sessionId);
        else open.set(sessionId, left);
      };
    },
  };
};
