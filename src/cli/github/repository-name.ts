import { WrongUse } from "../wrong-use.ts";

/** Owner and name of a repository given by `--repo`; throws `WrongUse`. */
export const repositoryNamed = (text: string): { readonly owner: string; readonly name: string } => {
  const [, owner, name] = /^([\w-]+)\/([\w.-]+)$/u.exec(text) ?? [];
  if (owner === undefined || name === undefined)
    throw new WrongUse(`\`--repo ${text}\`: expected OWNER/NAME, such as \`acme/shop\`.`);
  return { owner, name };
};
