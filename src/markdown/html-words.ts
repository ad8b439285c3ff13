/** What HTML inside Markdown says: tags are markup, comments are dropped, and what only looks like a tag is a prompt. */

const HTML_TAGS = new Set(
  "a abbr address article aside b bdi bdo blockquote br caption center cite code col colgroup dd del details dfn div dl dt em figcaption figure font footer h1 h2 h3 h4 h5 h6 header hr i iframe img input ins kbd li main mark nav ol p picture pre q rp rt ruby s samp section small source span strike strong sub summary sup svg table tbody td template tfoot th thead time tr tt u ul var video wbr".split(
    " ",
  ),
);

/** Whether what stands between `<` and `>` is markup GitHub knows, rather than a prompt that happens to look like a tag. */
export const isHtmlTag = (inside: string): boolean => {
  const name = /^\/?([A-Za-z][A-Za-z0-9]*)(?=[\s/]|$)/u.exec(inside)?.[1]?.toLowerCase();
  return name !== undefined && HTML_TAGS.has(name);
};

/** What looks like tags in HTML and can only be prompts. */
export const htmlPrompts = (html: string): readonly string[] =>
  [...withoutComments(html).matchAll(/<([^<>]+)>/gu)].flatMap(({ 0: whole, 1: inside = "" }) =>
    isHtmlTag(inside) || /^(?:https?:|mailto:|[\w.+-]+@|[?!/])/u.test(inside) ? [] : [whole],
  );

/** The texts of the comments in HTML. */
export const commentsIn = (html: string): readonly string[] =>
  [...html.matchAll(COMMENT)].map(([comment]) => comment.replaceAll(/^<!--+|-*-->$/gu, "").trim());

/** The same HTML with blanks in place of comments, so that lines keep their numbers. */
export const withoutComments = (html: string): string =>
  html.replaceAll(COMMENT, (comment) => comment.replaceAll(/[^\n]/gu, " "));

const COMMENT = /<!--[\s\S]*?(?:-->|$)/gu;

/** The words of HTML without its tags; pictures and videos are words of their own, by their address. */
export const htmlText = (html: string): string =>
  withoutSummaries(withoutComments(html))
    .replaceAll(/<(?:img|video|source)\b[^<>]*?\bsrc\s*=\s*["']?([^"'\s<>]*)[^<>]*>/giu, " $1 ")
    .replaceAll(/<[^<>]*>/gu, " ");

/** A summary is the title of what it folds away. Searched from each end, which stays quick where none is closed. */
const withoutSummaries = (html: string): string =>
  html
    .split(/(?<=<\/summary>)/iu)
    .map((part) => {
      const start = part.search(/<summary\b/iu);
      if (start < 0 || !/<\/summary>$/iu.test(part)) return part;
      return part.slice(0, start) + part.slice(start).replaceAll(/[^\n]/gu, " ");
    })
    .join("");
