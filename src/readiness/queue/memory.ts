import { z } from "zod";

/** What a group's last turn left behind. */
export const GroupMemory = z.object({
  headRef: z.string(),
  baseSha: z.string(),
  /** ISO 8601: when its first turn began. */
  askedAt: z.string(),
  /** Everything that was to be written has been written and its id kept. */
  settled: z.boolean(),
  /** The pull requests it brings in, the one it was made for last; empty where nobody could tell. */
  members: z.array(
    z.object({
      number: z.int(),
      /** How it stood when the group was judged; absent while that is under way. */
      said: z.string().optional(),
    }),
  ),
});
export type GroupMemory = z.output<typeof GroupMemory>;

/** Reads what was remembered; anything of another shape counts as nothing. */
export const groupMemoryOf = (stored: unknown): GroupMemory | undefined => {
  const parsed = GroupMemory.safeParse(stored);
  return parsed.success ? parsed.data : undefined;
};
