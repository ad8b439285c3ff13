/** Words of a text in any script; an address is one word. */
export const countWords = (text: string): number => {
  let words = 0;
  for (const [run] of text.replaceAll(/https?:\/\/\S+/gu, "link").matchAll(RUN))
    words += run.length > 2 && UNSPACED.test(run) ? segmented(run) : 1;
  return words;
};

const RUN = /[\p{L}\p{M}\p{N}_]+(?:['’.,][\p{L}\p{M}\p{N}_]+)*/gu;

/** Scripts that put no blanks between words. */
const UNSPACED =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;

/** The segmenter takes time in the square of what it is given, so it gets little at a time. */
const segmented = (run: string): number => {
  let words = 0;
  for (let start = 0; start < run.length; start += CHUNK) {
    const segments = Array.from(SEGMENTER.segment(run.slice(start, start + CHUNK)));
    words += segments.filter(({ isWordLike }) => isWordLike).length;
  }
  return words;
};

const CHUNK = 200;
const SEGMENTER = new Intl.Segmenter("en", { granularity: "word" });
