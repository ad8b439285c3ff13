import { existsSync, readdirSync } from "node:fs";
import { basename } from "node:path";

const DOCS = new URL("../../docs/", import.meta.url);

const pagesIn = (folder) =>
  readdirSync(new URL(folder, DOCS))
    .filter((name) => name.endsWith(".md"))
    .map((name) => `/${folder}${basename(name, ".md")}`);

/** A decision's file is named by its number and its title. */
const decisions = pagesIn("decisions/")
  .filter((link) => /\/\d{4}-/u.test(link))
  .sort()
  .map((link) => ({ text: basename(link).slice("0000-".length).replaceAll("-", " "), link }));

const item = (text, link) => ({ text, link });

/** What stands beside every page, in the order in which people need it. */
export const SIDEBAR = [
  {
    text: "Begin",
    items: [item("Tutorial", "/tutorial"), item("Without fear", "/adoption"), item("Install", "/install")],
  },
  {
    text: "Guides",
    items: [
      item("Release notes", "/guides/release-notes"),
      item("Rollback plans", "/guides/rollback-plans"),
      item("Deployment windows", "/guides/deployment-windows"),
      item("Monorepos", "/guides/monorepos"),
      item("Merge queue", "/merge-queue"),
      item("One policy for an organisation", "/organisation"),
      item("From pull request templates", "/guides/pull-request-templates"),
    ],
  },
  {
    text: "Use",
    items: [
      item("What people can say", "/commands"),
      item("Pages", "/pages"),
      item("Holding a deployment", "/deployments"),
      item("The deploy gate for any CD", "/deploy-check"),
      item("Launch issues", "/launch-issues"),
      item("Ledger and audit", "/audit"),
    ],
  },
  {
    text: "Procedures that come with it",
    collapsed: true,
    items: [
      item("Deploy", "/procedures/deploy"),
      item("Implementation plan", "/procedures/implementation-plan"),
      item("Feature implementation", "/procedures/feature-implementation"),
      item("Finalization", "/procedures/finalization"),
      item("Production launch", "/procedures/production-launch"),
    ],
  },
  {
    text: "Reference",
    items: [
      item("Procedures and requirements", "/procedures"),
      item("Documents", "/documents"),
      item("Command line", "/command-line"),
      item("Its answers as JSON", "/command-line-json"),
      item("Snapshot files", "/snapshots"),
    ],
  },
  {
    text: "Operations",
    items: [
      item("Operations", "/operations"),
      item("If Gatehouse is down", "/if-gatehouse-is-down"),
      item("Performance", "/performance"),
      item("Threat model", "/security"),
      item("Licences", "/licences"),
    ],
  },
  { text: "Inside", items: [item("Architecture", "/architecture"), item("Decisions", "/decisions/README")] },
  { text: "Decisions", collapsed: true, items: decisions },
];

const shown = new Set(SIDEBAR.flatMap(({ items }) => items.map(({ link }) => link)));
const unlisted = ["", "guides/", "procedures/"]
  .flatMap((folder) => (existsSync(new URL(folder, DOCS)) ? pagesIn(folder) : []))
  .filter((link) => link !== "/index" && !shown.has(link));
if (unlisted.length > 0)
  throw new Error(`site/.vitepress/contents.js does not list ${unlisted.join(", ")}: people would not find them`);
