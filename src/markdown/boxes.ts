/** The text with the box at this offset (see `TaskItem.offset`) set, nothing else touched. */
export const setBox = (text: string, offset: number, checked: boolean): string =>
  `${text.slice(0, offset)}${checked ? "x" : " "}${text.slice(offset + 1)}`;
