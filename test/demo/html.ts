import { micromark } from "micromark";
import { gfm, gfmHtml } from "micromark-extension-gfm";

/** Text as it stands in a page. */
export const text = (value: string): string =>
  value.replaceAll(/[&<>"]/g, (character) => `&#${character.codePointAt(0) ?? 0};`);

/** What Gatehouse wrote, as GitHub shows it, line breaks included. */
export const html = (markdown: string): string =>
  rendered(markdown, { allowDangerousHtml: true }).replaceAll(/\n(?=<sub>|⚠️)/g, "<br>\n");

/** What a person wrote: HTML in it stays text. */
export const htmlOfPeople = (markdown: string): string => rendered(markdown, {}).replaceAll(/\n(?!<|$)/g, "<br>\n");

const rendered = (markdown: string, options: { readonly allowDangerousHtml?: boolean }): string =>
  micromark(markdown.replaceAll(/<!--[\s\S]*?-->/g, ""), {
    ...options,
    extensions: [gfm()],
    htmlExtensions: [gfmHtml()],
  }).replaceAll(/<input type="checkbox"([^>]*)>/g, (_box, rest: string) => boxNamed(rest));

/** In the words in which GitHub reads out a box that can't be ticked. */
const boxNamed = (rest: string): string =>
  `<input type="checkbox"${rest} aria-label="${rest.includes("checked") ? "Completed" : "Incomplete"} task">`;

interface Document {
  readonly title: string;
  readonly main: string;
  /** True: it asks for itself again, until nothing is under way any more. */
  readonly asksAgain?: boolean;
}

/** A page of the demo's GitHub; it has no JavaScript. */
export const documentOf = ({
  title,
  main,
  asksAgain = false,
}: Document): string => `<!doctype html><html lang="en"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width"><title>${text(title)}</title>${asksAgain ? '<meta http-equiv="refresh" content="2">' : ""}
<link rel="icon" href="data:,"><style>${STYLE}</style></head><body><main>${main}</main></body></html>`;

const STYLE = `:root{color-scheme:light dark;background:Canvas;color:CanvasText;font:14px/1.5 system-ui,sans-serif}main{max-width:880px;margin:2rem auto;padding:0 1rem;overflow-wrap:anywhere}
@media(max-width:500px){body{margin:0}main{margin:0 auto}}
section{margin-bottom:4rem}h1 small,h2 small{font-weight:400}article{border:1px solid #8885;border-radius:6px;margin:1rem 0;padding:0 1rem 0.5rem;overflow-x:auto}
article>header{margin:0 -1rem;padding:.5rem 1rem;border-bottom:1px solid #8885;background:#8881}table{border-collapse:collapse;overflow-wrap:normal}
td,th{border:1px solid #8885;padding:.3rem .6rem;text-align:left;vertical-align:top}li:has(>input){list-style:none;margin-left:-1.4em}
code{background:#8882;border-radius:4px;padding:.1em .3em}pre{white-space:pre-wrap}.check>header{border-left:6px solid #888}.success>header{border-color:#1a7f37}
.failure>header{border-color:#cf222e}.refused{border:1px solid #cf222e;border-radius:6px;padding:.5rem 1rem}.action_required>header{border-color:#bf8700}
i{font-size:.8em;border:1px solid #8885;border-radius:1em;padding:0 .5em}button,select,textarea{font:inherit;max-width:100%;margin:.15rem 0}
button{text-align:left;padding:.25rem .7rem;min-height:24px}textarea{display:block;width:100%;box-sizing:border-box}.stories{border:2px solid #8888;border-radius:6px;padding:0 1rem .5rem}
.stories button{font-size:1.1em;padding:.5rem 1rem}.file{list-style:none;padding:0;counter-reset:line}.file li{counter-increment:line;white-space:pre-wrap;font-family:monospace}
.file li::before{content:counter(line);display:inline-block;width:2.5em}.file li:target{background:#bf870055}`;
