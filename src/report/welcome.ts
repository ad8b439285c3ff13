import { code, plain } from "../markdown/escape.ts";

/** By which the issue is known among our own. */
export const WELCOME_MARKER = "<!-- gatehouse:welcome -->";

export interface Welcome {
  /** `owner/name`. */
  readonly repository: string;
  /** Of the repository on GitHub. */
  readonly url: string;
  readonly branch: string;
  readonly path: string;
  /** The first config, in full. */
  readonly config: string;
  /** It is the owner's own repository, whose config holds in all of them. */
  readonly isForAll: boolean;
  /** Files that look like the config and are not read, such as `gatehouse.yml` at the root. */
  readonly misnamed: readonly string[];
}

/** The one issue after an installation: what is to be done for Gatehouse to begin, ready to be done. */
export const welcomeIssue = (welcome: Welcome): { readonly title: string; readonly body: string } => ({
  title: "Gatehouse is installed: one file, and it begins",
  body: [
    WELCOME_MARKER,
    `Gatehouse says nothing in ${code(welcome.repository)} yet, because there is no config. This one begins **in shadow mode: it holds nothing back**, and says on each pull request what it would hold.`,
    "",
    ...welcome.misnamed.flatMap((path) => [
      `**${code(path)} is not read**: the config is ${code(welcome.path)}. If it is meant as one, rename it instead of what follows.`,
      "",
    ]),
    `**[Propose this config](${editorAddress(welcome)})**. GitHub opens the file for you to change; under *Commit changes…* choose *Create a new branch and start a pull request*.`,
    "",
    "```yaml",
    `# ${welcome.path}`,
    welcome.config.trimEnd(),
    "```",
    "",
    ...(welcome.isForAll
      ? [
          `In ${code(welcome.repository)} it holds for every repository of ${plain(welcome.repository.split("/")[0] ?? "")} that has no config of its own. To begin with one repository, put the file there instead.`,
          "",
        ]
      : []),
    "1. The pull request gets a check `gatehouse/config`: whether the file is valid, what merging it switches on, and what it would change for open pull requests.",
    "2. Once it is merged, every pull request shows what is left to do. The check counts what would have been held back.",
    `3. When that fits, change ${code("mode")} to ${code("enforce")}, and require the check ${code("gatehouse")} in a ruleset.`,
    "",
    "Not now? Close this issue. Gatehouse does not open another one.",
    "",
  ].join("\n"),
});

/**
 * GitHub's editor for a new file, filled in. `filename` and `value` are what other Apps use, too; GitHub does not describe them, and takes addresses of
 * about eight kilobytes: https://github.com/isaacs/github/issues/1527
 */
const editorAddress = ({ url, branch, path, config }: Welcome): string => {
  const to = branch.split("/").map(encoded).join("/");
  return `${url}/new/${to}?filename=${encoded(path)}&value=${encoded(config)}`;
};

/** What would end a link in Markdown is encoded as well. */
const encoded = (text: string): string =>
  encodeURIComponent(text).replaceAll(/[()'*!~_]/gu, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
