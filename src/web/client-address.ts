import { isIP } from "node:net";
import { getConnInfo } from "@hono/node-server/conninfo";
import type { Context } from "hono";

/** The address of whoever asks, by which those are held back who try too often. */
export type AddressOf = (context: Context) => string;

/** So many proxies stand before this process: what they say is believed, and nothing that stood there before them. */
export const addressBehind =
  (proxies: number): AddressOf =>
  (context) => {
    const remote = getConnInfo(context).remote.address ?? "";
    return clientAddress({ remote, forwarded: context.req.header("x-forwarded-for") }, proxies);
  };

interface Heard {
  /** Who connected. */
  readonly remote: string;
  /** `X-Forwarded-For`: each proxy adds at its end who came to it, and whatever a client claims stands at its beginning. */
  readonly forwarded: string | undefined;
}

/** A request that came past one of the proxies is counted for whoever connected. https://developer.mozilla.org/en-US/docs/Web/HTTP/Reference/Headers/X-Forwarded-For */
export const clientAddress = ({ remote, forwarded = "" }: Heard, proxies: number): string => {
  const told = proxies === 0 ? undefined : forwarded.split(",").at(-proxies);
  const address = withoutPort(told?.trim() ?? "");
  return isIP(address) === 0 || address.includes("%") ? remote : address;
};

const withoutPort = (text: string): string =>
  /^\[(?<six>[^\]]+)\](?::\d+)?$/u.exec(text)?.groups?.["six"] ?? text.replace(/^([\d.]+):\d+$/u, "$1");
