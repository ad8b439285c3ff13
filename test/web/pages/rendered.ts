/** The HTML of a piece of a page. */
export const html = (element: unknown): string => String(element);

/** What is read of it. */
export const text = (element: unknown): string => html(element).replaceAll(/<[^>]+>/gu, "");
