/** Tells whether anything changed of what pages show, without reading it. */
export interface Versions {
  /**
   * One word each for subjects and whole repositories, by their keys; it is another word once something changed. What is not known has
   * none. One query, however many keys.
   */
  readonly of: (keys: readonly string[]) => Promise<ReadonlyMap<string, string>>;
}
