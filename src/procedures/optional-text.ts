/**
 * Whether an item says itself that it is not always needed: "(if applicable)", "(optional)", "(where relevant)" and the like
 * at its end. A condition in parentheses counts whatever it is; other words only with the usual ones, because "(when staging is
 * green)" says when, not whether.
 */
export const isOptionalByText = (title: string): boolean => {
  const last = /[([]([^()[\]]{1,120})[)\]][\s.:;!*_]*$/u.exec(title.slice(-160))?.[1]?.trim().toLowerCase();
  return last !== undefined && MARKERS.some((marker) => marker.test(last));
};

const MARKERS: readonly RegExp[] = [
  /^optional(ly)?\b/u,
  /^if\s/u,
  /^(where|when|whenever|as|only if|only when|unless not|not always)\s+((it|this|that)\s+(is\s+)?)?(applicable|appropriate|available|needed|necessary|present|possible|relevant|required|used|applies)$/u,
  /^(or\s+)?(n\/a|not applicable|na)\b/u,
];
