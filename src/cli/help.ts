/** What follows the list of commands. */
export const PROGRAM_HELP = `
Examples:
  $ gatehouse init
  $ gatehouse procedures list
  $ gatehouse parse docs/release-checklist.md
  $ gatehouse validate
  $ gatehouse evaluate --procedure .github/procedures/release.yml --snapshot test/ready.json
  $ gatehouse simulate --repo acme/shop --pull 42`;

export const PARSE_HELP = `
Examples:
  $ gatehouse parse release.md                 phases and steps, and what is wrong
  $ gatehouse parse release.yml --format json  the model, for programs
  $ curl -s https://example.com/release.md | gatehouse parse - --stdin-filename release.md`;

export const VALIDATE_HELP = `
Reads .github/gatehouse.yml, every procedure it names and every document in .github/procedures/.
What is in other repositories is not read, and a warning says so; --organisation names a checkout of the one
that this one builds on. An organisation's config that locks something holds everywhere: validate with it, too.

Examples:
  $ gatehouse validate                    the checkout in the current folder
  $ gatehouse validate ../shop
  $ gatehouse validate --organisation ../dot-github
  $ gatehouse validate --strict           in CI: warnings fail, too
  $ gatehouse validate --format github    in a workflow: an annotation on each line that is wrong`;

export const EVALUATE_HELP = `
Snapshot and ledger files are described in docs/snapshots.md. With --config the procedure is judged as that config adopts
it; without it no config is read, and a warning says so where the repository around the procedure has one that matters.

Examples:
  $ gatehouse evaluate --procedure release.yml --snapshot ready.json
  $ gatehouse evaluate --procedure release.md --snapshot ready.yml --ledger ticks.yml --now 2026-03-29T10:00:00Z
  $ gatehouse evaluate --procedure .github/procedures/release.yml --config .github/gatehouse.yml --snapshot friday.yml
  $ gatehouse evaluate --procedure builtin:release-readiness --snapshot ready.json --assume-absent --format json`;
