import { z } from "zod";
import { defineRequirement } from "./define.ts";
import { met, unmet } from "./outcome.ts";
import { isAmong } from "./role.ts";
import { isSound, oneOrMore, Text } from "./settings.ts";
import { counted, listed, phrases, quote, series } from "./wording.ts";

const Label = Text.describe("Name of a label; case does not matter, as on GitHub.");

const Settings = z
  .strictObject({
    any: oneOrMore(Label).optional().describe("At least one of these labels is present."),
    all: oneOrMore(Label).optional().describe("Every one of these labels is present."),
    none: oneOrMore(Label).optional().describe("None of these labels is present."),
  })
  .refine(({ any, all, none }) => (any ?? all ?? none) !== undefined, {
    error: "Say `any`, `all` or `none`.",
    when: isSound,
  });
type Settings = z.output<typeof Settings>;

/** Labels as proof, for teams whose own automation sets them. A bare list means any of them, as in `when`. */
export const labels = defineRequirement({
  kind: "labels",
  about: "The labels asked for are present, and those ruled out are absent.",
  settings: z.union([oneOrMore(Label).transform((any) => Settings.parse({ any })), Settings]),
  needs: [],
  describe: ({ any = [], all = [], none = [] }) =>
    phrases([
      ...given(any, { one: "the label", more: "one of the labels", joint: "or" }),
      ...given(all, { one: "the label", more: "the labels", joint: "and" }),
      ...given(none, { one: "no label", more: "none of the labels", joint: "or" }),
    ]),
  judge: (settings, facts) => {
    const surplus = (settings.none ?? []).filter((label) => isAmong(label, facts.labels));
    if (surplus.length > 0) return present(surplus);
    const absent = (settings.all ?? []).filter((label) => !isAmong(label, facts.labels));
    if (absent.length > 0) return missing(absent, "and");
    const { any } = settings;
    if (any !== undefined && !any.some((label) => isAmong(label, facts.labels))) return missing(any, "or");
    return met(`The labels are as asked: ${wanted(settings).join("; ")}.`);
  },
});

interface Told {
  readonly one: string;
  readonly more: string;
  readonly joint: "and" | "or";
}

const given = (some: readonly string[], { one, more, joint }: Told): readonly string[] =>
  some.length === 0 ? [] : [`${some.length === 1 ? one : more} ${series(some.map(quote), joint)}`];

const names = (some: readonly string[], joint: "and" | "or") => listed(some.map(quote), joint);

const wanted = ({ any, all, none }: Settings): readonly string[] => [
  ...(any === undefined ? [] : [names(any, "or")]),
  ...(all === undefined ? [] : [names(all, "and")]),
  ...(none === undefined ? [] : [`not ${names(none, "or")}`]),
];

const missing = (some: readonly string[], joint: "and" | "or") =>
  unmet({
    code: "labels/missing",
    reason:
      joint === "and" ? `Missing: ${names(some, joint)}.` : `None of the labels is present: ${names(some, joint)}.`,
    remedy: `Add ${some.length === 1 ? "the label" : joint === "and" ? "the labels" : "one of the labels"} ${names(some, joint)}.`,
    short: joint === "and" ? `${counted(some.length, "label")} missing` : "label missing",
    actors: [{ kind: "writers" }],
  });

const present = (some: readonly string[]) =>
  unmet({
    code: "labels/present",
    reason: `Present, and must not be: ${names(some, "and")}.`,
    remedy: `Remove the ${some.length === 1 ? "label" : "labels"} ${names(some, "and")} once the reason is gone.`,
    short: `${counted(some.length, "label")} in the way`,
    actors: [{ kind: "writers" }],
  });
