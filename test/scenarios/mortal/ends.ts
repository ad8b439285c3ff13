import type { RepoScenario } from "../../fake-github/scenario/repo.ts";

/**
 * Everything that people see in the end. What stands for a delivery differs from day to day, and so may the minute of a stamp, and which
 * is first of two comments that are written at once.
 */
export const endOf = (repo: RepoScenario) => ({
  pulls: repo.pulls.map(({ number, state: { state }, conversation }) => ({
    number,
    state,
    comments: conversation
      .map(({ author, body, reactions }) => ({
        by: author.login,
        body: masked(body),
        reactions: reactions.map(({ content }) => content).toSorted(),
      }))
      .toSorted((one, other) => one.body.localeCompare(other.body)),
  })),
  issues: repo.issues.map(({ state: { title } }) => title),
  checks: repo.state.suites
    .filter(({ app }) => app.slug === "gatehouse")
    .flatMap(({ sha, runs }) =>
      runs.map(({ name, conclusion, title, summary }) => ({
        sha,
        name,
        conclusion,
        title,
        summary: masked(summary ?? ""),
      })),
    )
    .toSorted((one, other) => `${one.sha} ${one.name}`.localeCompare(`${other.sha} ${other.name}`)),
  runs: repo.runs.map((run) => ({
    sha: run.sha,
    status: run.conclusion ?? run.status,
    said: run.reviews().map(({ state, comment }) => ({ state, comment: masked(comment) })),
  })),
});

const masked = (text: string): string =>
  text
    .replaceAll(/http:\/\/127\.0\.0\.1:\d+/g, "https://github.example")
    .replaceAll(/<!-- gatehouse:(rollback|follow-up) \S+ -->/g, "<!-- gatehouse:$1 … -->")
    .replaceAll(/\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?: UTC|Z)/g, "TIME");
