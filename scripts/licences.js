// Prints docs/licences.md: every package that package-lock.json names, by licence. Versions are left out, so that an update alone
// changes nothing. Without `--print` it writes the file. A licence that nobody has looked at yet makes it fail.
import { readFileSync, writeFileSync } from "node:fs";

const at = (path) => new URL(`../${path}`, import.meta.url);

/** Licences under which Gatehouse can be given away and run by anybody: nothing but their notices is asked. */
const PERMISSIVE = ["0BSD", "Apache-2.0", "BlueOak-1.0.0", "BSD-2-Clause", "BSD-3-Clause", "CC0-1.0", "ISC", "MIT"];

/** Licences that ask for more, each looked at. */
const LOOKED_AT = {
  "MPL-2.0":
    "asks that changes to its own files are published. `ical.js` is used as it comes, and nothing of ours becomes part of it.",
  "PSF-2.0": "asks for its notice alone. `argparse` was written after Python's.",
  "CC-BY-4.0":
    "asks to name the author. It covers data about browsers, in a tool that does not leave the machine of a developer.",
};

const allowed = new Set([...PERMISSIVE, ...Object.keys(LOOKED_AT)]);

/** https://spdx.github.io/spdx-spec/v2.3/SPDX-license-expressions/ in the forms that npm packages use. */
const isAllowed = (licence) => {
  const words = licence.replace(/^\((.*)\)$/u, "$1");
  if (words.includes(" OR ")) return words.split(" OR ").some((one) => allowed.has(one));
  return words.split(" AND ").every((one) => allowed.has(one));
};

const { packages } = JSON.parse(readFileSync(at("package-lock.json"), "utf8"));
const installed = Object.entries(packages)
  .filter(([path]) => path !== "")
  .map(([path, { license, dev = false }]) => ({
    name: path.slice(path.lastIndexOf("node_modules/") + "node_modules/".length),
    licence: license ?? "none named",
    dev,
  }));

const refused = installed.filter(({ licence }) => !isAllowed(licence));
if (refused.length > 0) {
  for (const { name, licence } of refused)
    process.stderr.write(
      `${name}: ${licence} is no licence that was looked at. Leave the package out, or add the licence to scripts/licences.js with the reason.\n`,
    );
  process.exit(1);
}

const lists = (some) =>
  [...new Set(some.map(({ licence }) => licence))].toSorted().flatMap((licence) => {
    const names = [
      ...new Set(some.filter((one) => one.licence === licence).map(({ name }) => `\`${name}\``)),
    ].toSorted();
    return [`### ${licence}`, "", names.join(", "), ""];
  });

const runtime = installed.filter(({ dev }) => !dev);
const names = new Set(runtime.map(({ name, licence }) => `${name} ${licence}`));
const tools = installed.filter(({ name, licence }) => !names.has(`${name} ${licence}`));

const page = [
  "# Licences",
  "",
  "What Gatehouse builds on, by the licence that each package names. Generated from `package-lock.json` by `npm run generate`; a test fails when a package comes with a licence that nobody has looked at.",
  "",
  "Most of them ask for nothing but their notice, which lies in each package. The others:",
  "",
  ...Object.entries(LOOKED_AT).map(([licence, why]) => `- **${licence}** ${why}`),
  "",
  "## In the server, the command line and the container",
  "",
  ...lists(runtime),
  "## Only to develop and test Gatehouse",
  "",
  ...lists(tools),
].join("\n");

if (process.argv.includes("--print")) process.stdout.write(page);
else writeFileSync(at("docs/licences.md"), page);
