import { z } from "zod";
import type { Newcomer, Newcomers } from "../readiness/adoption/welcome.ts";
import { CONFIG_PATH } from "../readiness/policy-places.ts";
import type { ClientOf } from "./writers.ts";

const Blob = z.object({ oid: z.string() }).nullish();
const Folder = z
  .object({ entries: z.array(z.object({ name: z.string(), type: z.string() })).nullish() })
  .nullish()
  .transform((folder) => (folder?.entries ?? []).flatMap(({ name, type }) => (type === "blob" ? [name] : [])));

const Repository = z
  .object({
    databaseId: z.int(),
    name: z.string(),
    url: z.string(),
    isArchived: z.boolean(),
    isFork: z.boolean(),
    hasIssuesEnabled: z.boolean(),
    defaultBranchRef: z.object({ name: z.string() }).nullish(),
    config: Blob,
    root: Folder,
    docs: Folder,
    github: Folder,
  })
  .transform((found): Newcomer => ({
    name: found.name,
    repositoryId: found.databaseId,
    url: found.url,
    branch: found.defaultBranchRef?.name,
    isAtWork: !found.isArchived && !found.isFork && found.hasIssuesEnabled,
    hasConfig: found.config != null,
    paths: [
      ...found.root,
      ...found.docs.map((name) => `docs/${name}`),
      ...found.github.map((name) => `.github/${name}`),
    ],
  }));

const Owner = z.object({ config: Blob }).nullish();
const Texts = z.record(z.string(), z.object({ text: z.string().nullish() }).nullish());

/** Repositories that the App was just let into, by GraphQL; each query costs one point. */
export const newcomersOn = (clientOf: ClientOf): Newcomers => ({
  look: async (installationId, owner, names) => {
    const client = await clientOf(installationId);
    const variables = { owner, config: `HEAD:${CONFIG_PATH}`, ...named("n", names) };
    const { data } = await client.query(lookQuery(names), variables);
    const found = names.map((_name, index) => Repository.nullish().parse(data[`r${index}`]));
    return {
      isOwnerConfigured: Owner.parse(data["otherOwner"])?.config != null,
      newcomers: found.flatMap((one) => one ?? []),
    };
  },
  texts: async ({ installationId, owner, name }, paths) => {
    const client = await clientOf(installationId);
    const at = paths.map((path) => `HEAD:${path}`);
    const { data } = await client.query(textsQuery(paths), { owner, name, ...named("p", at) });
    const read = Texts.parse(data["repository"]);
    return new Map(
      paths.flatMap((path, index) => {
        const text = read[`p${index}`]?.text;
        return text == null ? [] : [[path, text] as const];
      }),
    );
  },
});

const named = (letter: string, values: readonly string[]): Readonly<Record<string, string>> =>
  Object.fromEntries(values.map((value, index) => [`${letter}${index}`, value]));

const declared = (letter: string, values: readonly string[]): string =>
  values.map((_value, index) => `, $${letter}${index}: String!`).join("");

const FOLDER = "... on Tree { entries { name type } }";

/** The owner's repository may be kept from us, hence the name that begins with `other`. */
const lookQuery = (names: readonly string[]): string => {
  const selections = names.map(
    (_name, index) => `r${index}: repository(owner: $owner, name: $n${index}) {
      databaseId name url isArchived isFork hasIssuesEnabled defaultBranchRef { name } config: object(expression: $config) { oid }
      root: object(expression: "HEAD:") { ${FOLDER} } docs: object(expression: "HEAD:docs") { ${FOLDER} }
      github: object(expression: "HEAD:.github") { ${FOLDER} } }`,
  );
  return `query Newcomers($owner: String!, $config: String!${declared("n", names)}) {
    otherOwner: repository(owner: $owner, name: ".github") { config: object(expression: $config) { oid } }
    ${selections.join("\n")} }`;
};

const textsQuery = (paths: readonly string[]): string => {
  const selections = paths.map((_path, index) => `p${index}: object(expression: $p${index}) { ... on Blob { text } }`);
  return `query NewcomerTexts($owner: String!, $name: String!${declared("p", paths)}) {
    repository(owner: $owner, name: $name) { ${selections.join("\n")} } }`;
};
