/** How something is, and since when. */
export interface Since<Name extends string> {
  readonly state: Name;
  readonly since: Date;
}

/** Remembers since when something is as it is. */
export interface State<Name extends string> {
  readonly current: () => Since<Name>;
  /** Says how it is now; the same as before changes nothing. */
  readonly is: (name: Name) => void;
}

/** Starts with how it is now. The clock is the real one: people compare it with theirs. */
export const stateOf = <Name extends string>(first: Name): State<Name> => {
  let current: Since<Name> = { state: first, since: new Date() };
  return {
    current: () => current,
    is: (name) => {
      if (name !== current.state) current = { state: name, since: new Date() };
    },
  };
};
