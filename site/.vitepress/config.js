import { defineConfig } from "vitepress";
import { enclosed, iconOf, takeAlong } from "./enclosed.js";
import { literal } from "./literal.js";
import { SIDEBAR } from "./contents.js";

const base = process.env.SITE_BASE ?? "/";

/** The site is made of docs/ as it is: every page reads as well on a file server or in a checkout. */
export default defineConfig({
  title: "Gatehouse",
  description: "The readiness gate for GitHub: the document people read is what is enforced.",
  lang: "en",
  srcDir: "./pages",
  outDir: "./dist",
  base,
  head: [iconOf(base)],
  // Some servers take `/procedures` for the folder of that name, and find nothing in it.
  cleanUrls: false,
  ignoreDeadLinks: ["http://localhost:3000/probot"],
  themeConfig: {
    nav: [
      { text: "Tutorial", link: "/tutorial" },
      { text: "Guides", link: "/guides/release-notes" },
      { text: "Reference", link: "/procedures" },
      { text: "Operations", link: "/operations" },
    ],
    sidebar: SIDEBAR,
    outline: [2, 3],
    search: { provider: "local" },
  },
  markdown: { html: false, config: (markdown) => markdown.use(enclosed).use(literal) },
  buildEnd: ({ outDir }) => takeAlong(outDir),
});
