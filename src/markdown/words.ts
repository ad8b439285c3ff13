/** Words of a text in any script; an address is one word. */
export const countWords = (text: string): number => {
  let words = 0;
  for (const { isWordLike } of SEGMENTER.segment(text.replaceAll(/https?:\/\/\S+/gu, "link")))
    if (isWordLike === true) words += 1;
  return words;
};

const SEGMENTER = new Intl.Segmenter("en", { granularity: "word" });
