import { Readable } from "node:stream";
import { AuditTrail } from "../../src/cli/audit/audit-trail.ts";
import { run } from "../../src/cli/run.ts";
import type { FakeGitHub } from "../fake-github/fake-github.ts";

/** Whose trail; the process must be away, for an embedded database takes one at a time. */
export interface Trailing {
  readonly github: FakeGitHub;
  readonly dataDir: string;
  readonly repo: string;
  readonly pull: number;
}

/** What `gatehouse audit export` prints of a pull request. */
export const exportedTrail = async ({ github, dataDir, repo, pull }: Trailing, format: string): Promise<string> => {
  const text: string[] = [];
  const take = (more: string): void => void text.push(more);
  const code = await run(["audit", "export", "--repo", repo, "--pull", `${pull}`, "--format", format], {
    env: { DATA_DIR: dataDir, GITHUB_API_URL: github.url },
    cwd: dataDir,
    now: () => github.now(),
    stdin: Readable.from([]),
    colour: false,
    write: take,
    complain: take,
  });
  if (code !== 0) throw new Error(`audit export ended with ${code}: ${text.join("")}`);
  return text.join("");
};

export const trailOf = async (trailing: Trailing): Promise<AuditTrail> =>
  AuditTrail.parse(JSON.parse(await exportedTrail(trailing, "json")));
