// Pages link to files of the repository that are no pages: schemas, examples, procedures. The site takes these files along.
import { cpSync, statSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const REPOSITORY = fileURLToPath(new URL("../..", import.meta.url));
const PAGES = join(REPOSITORY, "site/pages");
const DOCS = join(REPOSITORY, "docs");
const FOLDER = "files";

/** Of the pages of the App itself. */
const ICON = "assets/icon.svg";

export const iconOf = (base) => ["link", { rel: "icon", href: `${base}${FOLDER}/${ICON}` }];

const wanted = new Set([ICON]);

/** A plugin for markdown-it: links that leave docs/ lead to the copy that the site carries. A folder is no page, so its name stays as text. */
export const enclosed = (markdown) => {
  markdown.core.ruler.push("enclosed", ({ tokens, env }) => {
    for (const { children } of tokens) for (const token of children ?? []) redirect(token, env.path ?? "");
  });
};

const redirect = (token, page) => {
  const href = token.type === "link_open" ? token.attrGet("href") : null;
  if (href === null || /^([a-z]+:|#|\/)/u.test(href)) return;
  const file = resolve(join(DOCS, relative(PAGES, dirname(page))), decodeURI(href.split("#")[0]));
  if (!relative(DOCS, file).startsWith("..")) return;
  const path = relative(REPOSITORY, file);
  if (statSync(file).isDirectory())
    throw new Error(`${page}: ${href} is a folder, which a site can't show; link to a file`);
  wanted.add(path);
  token.attrSet("href", `/${FOLDER}/${path}`);
  token.attrSet("target", "_self");
};

/** Copies what was linked. */
export const takeAlong = (outDir) => {
  for (const path of wanted) cpSync(join(REPOSITORY, path), join(outDir, FOLDER, path));
};
