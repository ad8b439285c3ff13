/** Names a subject in the store, such as `repo:123/pull:42`; the part before the slash names its repository. */
export type SubjectKey = string;

/** Names work on a whole repository, such as `repo:123`, or on an installation when no repository is concerned. */
export type RepositoryKey = string;

export const isRepositoryKey = (key: string): boolean => !key.includes("/");

/** Work that nobody's gate waits for: it is done beside the others, so that it holds none of them up. */
export const isAsideKey = (key: string): boolean => key.includes("/aside:");

export const repositoryKey = (repositoryId: number): RepositoryKey => `repo:${repositoryId}`;

/** The id of the repository that a subject belongs to. */
export const repositoryIdOf = (key: SubjectKey): number => Number(/^repo:(\d+)/.exec(key)?.[1]);

export const installationKey = (installationId: number): RepositoryKey => `installation:${installationId}`;
