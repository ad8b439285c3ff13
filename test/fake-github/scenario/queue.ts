import { createRun, rerequestRun } from "../acts/checks.ts";
import { queueOf } from "../acts/merge-queue.ts";
import { latestRuns, suitesOf } from "../world/derived.ts";
import type { CheckRun, MergeGroup, Repository } from "../world/model.ts";
import type { Stage } from "./stage.ts";

/** A branch's merge queue, to look at, and the checks other Apps report on its groups. */
export class QueueScenario {
  readonly #stage: Stage;
  readonly #at: { readonly repo: Repository; readonly branch: string };

  constructor(stage: Stage, at: { repo: Repository; branch: string }) {
    this.#stage = stage;
    this.#at = at;
  }

  /** The numbers of the queued pull requests, first in line first. */
  get numbers(): number[] {
    return queueOf(this.#at.repo, this.#at.branch).map(({ pull }) => pull.number);
  }

  /** What is being tested for a pull request; undefined while it waits and once it left. */
  group(number: number): MergeGroup | undefined {
    return queueOf(this.#at.repo, this.#at.branch).find(({ pull }) => pull.number === number)?.group ?? undefined;
  }

  /** The newest check run of that name on the group of a pull request. */
  check(number: number, name: string): CheckRun | undefined {
    const group = this.group(number);
    return group === undefined ? undefined : this.checkAt(group, name);
  }

  /** The same on a group that may be gone by now. */
  checkAt({ headSha }: MergeGroup, name: string): CheckRun | undefined {
    return latestRuns(suitesOf(this.#at.repo, headSha)).findLast((run) => run.name === name);
  }

  /** Somebody presses "Re-run" on the check of a group, which may be gone by now. */
  async rerequests({ by, headSha, name }: { by: string; headSha: string; name: string }): Promise<void> {
    const { world, hooks } = this.#stage;
    const run = latestRuns(suitesOf(this.#at.repo, headSha)).findLast((one) => one.name === name);
    if (run === undefined) throw new Error(`${headSha} has no check run ${name}`);
    await hooks.during(() => rerequestRun(world, run, world.user(by)));
  }

  /** Another App (GitHub Actions unless named) reports on the group of a pull request. */
  async reports(report: { number: number; name: string; conclusion: string; app?: string }): Promise<void> {
    const { number, name, conclusion } = report;
    const group = this.group(number);
    if (group === undefined) throw new Error(`#${number} has no group in the queue of ${this.#at.branch}`);
    const at = { repo: this.#at.repo, app: this.#stage.app(report.app ?? "github-actions"), sha: group.headSha };
    await this.#stage.hooks.during(() => createRun(this.#stage.world, at, { name, status: "completed", conclusion }));
  }
}
