import type { Child } from "hono/jsx";

/** Says why there is nothing here, and what would change that. */
export const Empty = ({ children }: { readonly children?: Child }) => <p class="empty">{children}</p>;
