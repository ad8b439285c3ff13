import type { Shell } from "../shell.ts";
import { WrongUse } from "../wrong-use.ts";

/** GitHub's REST address without a slash at the end, from GITHUB_API_URL; throws `WrongUse` where a token must not be sent. */
export const apiAddress = ({ env }: Pick<Shell, "env">): string => {
  const given = (env["GITHUB_API_URL"] ?? "").trim();
  const address = given === "" ? "https://api.github.com" : given.replace(/\/+$/u, "");
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url === undefined || !/^https?:$/u.test(url.protocol))
    throw new WrongUse(
      `GITHUB_API_URL is \`${address}\`; expected an address such as \`https://github.example.com/api/v3\`.`,
    );
  if (url.protocol === "http:" && !LOOPBACK.has(url.hostname))
    throw new WrongUse(`GITHUB_API_URL is \`${address}\`, and a token is not sent without encryption; use https.`);
  return address;
};

const LOOPBACK: ReadonlySet<string> = new Set(["localhost", "127.0.0.1", "[::1]"]);
