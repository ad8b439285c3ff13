import type { Child } from "hono/jsx";

/** A link to an address that somebody else chose, such as a piece of evidence; what is no web address is plain text. */
export const OutLink = ({ href, children }: { readonly href: string | undefined; readonly children?: Child }) =>
  isWebAddress(href) ? <a href={href}>{children}</a> : <span>{children}</span>;

const isWebAddress = (href: string | undefined): href is string => href !== undefined && /^https?:\/\//iu.test(href);
