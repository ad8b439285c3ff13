import type { PullScenario } from "../fake-github/scenario/pull.ts";
import { PEOPLE } from "./people.ts";
import type { Scene } from "./stage.ts";

type Act = Required<Pick<Scene, "title" | "play" | "about">>;

/** What somebody does on the page of a pull request, from the form there; undefined where it has no such person or act. */
export const actOf = (pull: PullScenario, form: URLSearchParams): Act | undefined => {
  const person = PEOPLE.find(({ login }) => login === form.get("by"));
  const [act = "", step = ""] = (form.get("act") ?? "").split(" ");
  const does = DOING.get(act);
  if (person === undefined || does === undefined) return undefined;
  const by = person.login;
  const body = form.get("comment") ?? "";
  return {
    title: `${person.name} ${does.title}`,
    about: () => pull,
    play: () => does.play(pull, { by, step: `gate:${step} `, body }),
  };
};

interface Done {
  readonly by: string;
  readonly step: string;
  readonly body: string;
}

interface Doing {
  readonly title: string;
  readonly play: (pull: PullScenario, done: Done) => Promise<unknown>;
}

const DOING: ReadonlyMap<string, Doing> = new Map<string, Doing>([
  ["tick", { title: "ticks a box", play: (pull, { by, step }) => pull.ticks({ by, step }) }],
  ["untick", { title: "unticks a box", play: (pull, { by, step }) => pull.unticks({ by, step }) }],
  ["approve", { title: "approves", play: (pull, { by }) => pull.reviews({ by, state: "APPROVE" }) }],
  ["merge", { title: "merges", play: (pull, { by }) => pull.merges({ by }) }],
  [
    "comment",
    {
      title: "comments",
      play: async (pull, { by, body }) => {
        if (body.trim() === "") throw new Error("there is no text");
        return pull.comments({ by, body: body.replaceAll("\r\n", "\n") });
      },
    },
  ],
]);
