import type { PolicyFile, Visibility } from "./policy-of.ts";

/** Why a file of another repository is not used, and what to do about it. */
export interface Withheld {
  /** One clause without a full stop. */
  readonly missing: string;
  /** One sentence, imperative. */
  readonly remedy: string;
}

/** A file of another repository, and who asks for it. */
export interface Asked {
  /** `owner/name` it is in. */
  readonly repository: string;
  readonly path: string;
  readonly file: PolicyFile | undefined;
  /** Of the repository that is judged. */
  readonly home: Visibility | undefined;
  /** The organisation's config or one beside the file asks for it, or it is the organisation's: whoever keeps those decides who sees it. */
  readonly isOffered: boolean;
}

/**
 * Why the file is withheld; undefined where it can be used. Anybody may propose a config, and what a procedure says is shown where it
 * applies: so a public repository is not told whether a private one exists, and gets nothing from it.
 */
export const withheld = (asked: Asked): Withheld | undefined => {
  const { repository, path, file, home, isOffered } = asked;
  if (!isOffered && home === "public" && file?.visibility !== "public") return notPublic(repository);
  if (file === undefined || file.absence !== undefined) return hidden(repository, file?.absence);
  if (!isOffered && isWider(home, file.visibility)) return narrower(repository, file.visibility ?? "private");
  return withoutText(file, { repository, path });
};

const withoutText = ({ oid, text, problem }: PolicyFile, at: Pick<Asked, "repository" | "path">) => {
  if (oid === null) return noFile(at);
  return text === null ? unusable(problem) : undefined;
};

const noFile = ({ repository, path }: Pick<Asked, "repository" | "path">): Withheld => ({
  missing: `there is no file \`${path}\` on the default branch of \`${repository}\``,
  remedy: "Add it there, or correct the line.",
});

const OPENNESS = { private: 0, internal: 1, public: 2 } as const satisfies Record<Visibility, number>;

const isWider = (home: Visibility = "public", source: Visibility = "private"): boolean =>
  OPENNESS[home] > OPENNESS[source];

const notPublic = (repository: string): Withheld => ({
  missing: `\`${repository}\` is no public repository that Gatehouse can see, and this one is public`,
  remedy: "Put the file into a public repository, or let the organisation's own config name it.",
});

const narrower = (repository: string, visibility: Visibility): Withheld => ({
  missing: `\`${repository}\` is ${visibility}, and more people can read this repository`,
  remedy: "Put the file into a repository that as many can read, or let the organisation's own config name it.",
});

const hidden = (repository: string, absence: PolicyFile["absence"]): Withheld => {
  const remedy = `Add \`${repository}\` to the repositories of the Gatehouse App, or correct the line.`;
  return absence === "forbidden"
    ? { missing: `GitHub does not let Gatehouse read files of \`${repository}\``, remedy }
    : { missing: `there is no repository \`${repository}\`, or Gatehouse is not let into it`, remedy };
};

const PROCEDURES = /(?:^|\/)procedures\//u;

/**
 * What other repositories may use of one that is not public lies in a folder of that name. Otherwise whoever may write a config
 * somewhere could have any document of the owner's read to them.
 */
export const notOffered = ({ repository, path, file, isOffered }: Asked): Withheld | undefined =>
  isOffered || file?.visibility === "public" || PROCEDURES.test(path)
    ? undefined
    : {
        missing: `\`${repository}\` is not public, and of such a repository only what lies in a folder \`procedures\` can be used elsewhere`,
        remedy: "Move the file into such a folder, or let the organisation's own config name it.",
      };

/** Why a file that is there can't be used. */
export const unusable = (problem = "GitHub handed over nothing of it"): Withheld => ({
  missing: problem,
  remedy: /larger|part/u.test(problem)
    ? "Shorten it, or remove the line."
    : "Replace it by a text, or remove the line.",
});
