const BREAK = "<br>";

/** What stands in a page is text: HTML and `{{ }}` as well, as procedures and pipelines are about them. Only the line breaks of tables are what they mean. */
export const literal = (markdown) => {
  markdown.inline.ruler.before("html_inline", "line-break", (state, silent) => {
    if (!state.src.startsWith(BREAK, state.pos)) return false;
    if (!silent) state.push("hardbreak", "br", 0);
    state.pos += BREAK.length;
    return true;
  });
  for (const rule of ["text", "code_inline"]) {
    const rendered = markdown.renderer.rules[rule];
    markdown.renderer.rules[rule] = (...about) => rendered(...about).replaceAll("{{", "&#123;&#123;");
  }
};
