import type { Context } from "hono";
import { deleteCookie, getCookie, setCookie } from "hono/cookie";
import type { CookieOptions } from "hono/utils/cookie";

/** One cookie of ours. */
export interface Cookie {
  readonly read: (context: Context) => string | undefined;
  readonly write: (context: Context, value: string) => void;
  readonly clear: (context: Context) => void;
}

/**
 * A cookie that scripts can't read and other sites' forms don't bring. By HTTPS it has the prefix that no other host of the domain can
 * set: https://developer.mozilla.org/en-US/docs/Web/HTTP/Reference/Headers/Set-Cookie#cookie_prefixes
 */
export const cookie = (about: {
  readonly name: string;
  readonly secure: boolean;
  readonly maxAgeSeconds: number;
}): Cookie => {
  const options: CookieOptions = {
    path: "/",
    httpOnly: true,
    sameSite: "Lax",
    secure: about.secure,
    ...(about.secure ? { prefix: "host" } : {}),
  };
  return {
    read: (context) => (about.secure ? getCookie(context, about.name, "host") : getCookie(context, about.name)),
    write: (context, value) => setCookie(context, about.name, value, { ...options, maxAge: about.maxAgeSeconds }),
    clear: (context) => {
      deleteCookie(context, about.name, options);
    },
  };
};
