/**
 * A text that is rendered with less and less of other people's words until it fits: escaping makes words longer by an unknown
 * amount, and what is escaped can't be cut.
 */
export const within = (limit: number, render: (max: number) => string): string => {
  for (let max = limit; max >= 1; max = Math.floor(max * 0.8)) {
    const text = render(max);
    if (text.length <= limit) return text;
  }
  return "";
};
