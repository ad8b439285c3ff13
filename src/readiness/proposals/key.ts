/** The key of the look at what a pull request makes of config and procedures: beside its own turns, which don't wait for it. */
export const configKey = (repositoryId: number, number: number): string =>
  `repo:${repositoryId}/aside:config:${number}`;

const CONFIG_KEY = /^repo:(?<repositoryId>\d+)\/aside:config:(?<number>\d+)$/u;

/** What such a key tells; undefined for a key of another kind. */
export const configNamed = (key: string): { readonly repositoryId: number; readonly number: number } | undefined => {
  const { repositoryId, number } = CONFIG_KEY.exec(key)?.groups ?? {};
  return number === undefined ? undefined : { repositoryId: Number(repositoryId), number: Number(number) };
};
