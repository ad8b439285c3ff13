import { z } from "zod";
import type { ListedPull, PullNames } from "../readiness/ports.ts";
import type { ClientOf } from "./writers.ts";

const Answer = z
  .object({
    pullRequest: z
      .object({
        number: z.int(),
        title: z.string(),
        url: z.string(),
        state: z.enum(["OPEN", "CLOSED", "MERGED"]),
      })
      .nullish(),
  })
  .nullish();

const STATES = { OPEN: "open", CLOSED: "closed", MERGED: "merged" } as const;

/** Pull requests among numbers, in one query: a number that is an issue's, or nobody's, is answered by nothing. */
export const pullNamesOn = (clientOf: ClientOf): PullNames => ({
  among: async ({ installationId, owner, name }, numbers) => {
    const client = await clientOf(installationId);
    const asked = numbers.map(
      (number) =>
        `n${number}: repository(owner: $owner, name: $name) { pullRequest(number: ${number}) { number title url state } }`,
    );
    const query = `query PullNames($owner: String!, $name: String!) {\n${asked.join("\n")}\n}`;
    const { data } = await client.query(query, { owner, name });
    return numbers.flatMap((number): readonly ListedPull[] => {
      const pull = Answer.parse(data[`n${number}`])?.pullRequest;
      return pull == null ? [] : [{ ...pull, state: STATES[pull.state] }];
    });
  },
});
