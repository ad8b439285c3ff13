/** Tells whether anything changed of what pages show, without reading it. */
export interface Versions {
  /**
   * One word each for subjects, whole repositories and what waits for somebody, by their keys; it is another word once something changed.
   * What is not known has none. One query, however many keys.
   */
  readonly of: (keys: readonly string[]) => Promise<ReadonlyMap<string, string>>;
}

/** The key of everything that waits for somebody. Its version has a piece for each repository: `partOf` takes what may be shown. */
export const turnKey = (login: string): string => `turn:${login.toLowerCase()}`;

/** Of the version of a `turnKey` what is about these repositories. */
export const partOf = (version: string, repositoryIds: ReadonlySet<number>): string =>
  version
    .split(" ")
    .filter((piece) => repositoryIds.has(Number(piece.split("=")[0])))
    .join(" ");
