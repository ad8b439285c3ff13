import type { Readable, Writable } from "node:stream";
import { confirm, note, select, text } from "@clack/prompts";
import type { Ask } from "./ask.ts";

/** Questions by @clack/prompts. https://bomb.sh/docs/clack/packages/prompts */
export const clack = (streams: { readonly input?: Readable; readonly output?: Writable } = {}): Ask => ({
  select: async (message, options) =>
    given(await select({ message, options: options.map((option) => ({ ...option })), ...streams })),
  text: async (message, { initial, check }) =>
    given(
      await text({
        message,
        initialValue: initial,
        validate: (answer) => check(answer ?? ""),
        ...streams,
      }),
    ),
  confirm: async (message) => given(await confirm({ message, ...streams })),
  note: (title, lines) => note(lines.join("\n"), title, streams),
});

/** Giving up is a symbol, which is no answer. */
const given = <Answer>(answer: Answer): Exclude<Answer, symbol> | undefined => (isAnswer(answer) ? answer : undefined);

const isAnswer = <Answer>(answer: Answer): answer is Exclude<Answer, symbol> => typeof answer !== "symbol";
