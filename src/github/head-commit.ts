import { z } from "zod";
import type { Client } from "./client.ts";
import { PullAnswer } from "./pull-answer.ts";
import { headQuery, type Wish } from "./query.ts";

const Tip = z.object({ nodes: z.array(z.object({ commit: z.object({ oid: z.string() }) })) }).optional();
const Tips = z.object({ checks: Tip, runs: Tip, outputs: Tip });
const Head = z.object({ repository: z.object({ object: z.looseObject({ oid: z.string() }) }) });

/**
 * The answer with what was asked of the head commit. It is asked of the last one in GitHub's list of a pull request's commits, which may be
 * another one: right after a push, or after a merge of older commits. Its checks would pass for those of the head, so then the head
 * itself is asked, in one query more.
 */
export const atHead = async (
  { client, wish }: { readonly client: Client; readonly wish: Wish },
  pull: PullAnswer,
): Promise<PullAnswer> => {
  const listed = Object.values(Tips.parse(pull)).filter((tip) => tip !== undefined);
  const asked = headQuery(wish, pull.headRefOid);
  if (asked === undefined || listed.every(({ nodes }) => nodes[0]?.commit.oid === pull.headRefOid)) return pull;
  const { data } = await client.query(asked.query, asked.variables);
  const tip = { nodes: [{ commit: Head.parse(data).repository.object }] };
  return PullAnswer.parse({ ...pull, checks: tip, runs: tip, outputs: tip });
};
