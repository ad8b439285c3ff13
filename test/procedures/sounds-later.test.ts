import { expect, test } from "@jest/globals";
import { laterHint } from "../../src/procedures/sounds-later.ts";
import { parseProcedure } from "../../src/procedures/parse.ts";

const hinted = (title: string, blocks: "merge" | "deploy" | null = "merge") =>
  laterHint([{ title, blocks }], { file: "release.md" }) !== undefined;

test.each([
  "After the deployment",
  "3. After",
  "After",
  "🚀 Deployment",
  "Post-deployment checks",
  "Post release",
  "Rollout",
  "Go-live",
  "Follow-up",
])("%s sounds like what comes after the merge", (title) => {
  expect(hinted(title)).toBe(true);
  expect(hinted(title, null)).toBe(false);
  expect(hinted(title, "deploy")).toBe(false);
});

test.each(["Before deployment", "Deployment plan", "Deployment preparation", "Readiness", "Aftercare", "Postgres"])(
  "%s does not",
  (title) => {
    expect(hinted(title)).toBe(false);
  },
);

test("what is to be written is what opens the phase after the deployment, in either form", () => {
  expect(laterHint([{ title: "After", blocks: "merge" }], { file: "a.yml", environment: "live" })).toBe(
    "The merge waits for “After”. If that comes after the deployment, give it `starts: { deployed: live }`.",
  );
  const hint = laterHint([{ title: "After", blocks: "merge" }], { file: "a.md" }) ?? "";
  const comment = /<!--.*-->/u.exec(hint)?.[0] ?? "";
  const { procedure, findings } = parseProcedure(`# Release\n\n## After ${comment}\n\n- [ ] Watch\n`, "a.md");
  expect(findings).toEqual([]);
  expect(procedure?.phases[0]).toMatchObject({ blocks: null, starts: { deployed: "production" } });
  expect(laterHint(procedure?.phases ?? [], { file: "a.md" })).toBeUndefined();
});
