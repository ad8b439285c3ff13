const MAX_LENGTH = 60;

/** A stable id made of a text's words: letters of every script and digits, joined by `-`; `step` where there are none. */
export const slug = (text: string): string => {
  const words =
    text
      .normalize("NFKC")
      .toLowerCase()
      .match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];
  const joined = words.join("-");
  if (joined === "") return "step";
  if (Array.from(joined).length <= MAX_LENGTH) return joined;
  return (
    Array.from(joined)
      .slice(0, MAX_LENGTH)
      .join("")
      .replace(/-[^-]*$/u, "") || Array.from(joined).slice(0, MAX_LENGTH).join("")
  );
};

/** One slug a text, all different: a repetition gets the first free `-2`, `-3`. */
export const uniqueSlugs = (texts: readonly string[]): readonly string[] => {
  const slugs = texts.map(slug);
  const reserved = new Set(slugs);
  const used = new Set<string>();
  return slugs.map((one) => {
    const free = used.has(one) ? firstFree(one, reserved) : one;
    used.add(free);
    reserved.add(free);
    return free;
  });
};

const firstFree = (base: string, taken: ReadonlySet<string>): string => {
  let number = 2;
  while (taken.has(`${base}-${number}`)) number += 1;
  return `${base}-${number}`;
};
