import { once } from "node:events";
import { createServer, request, type IncomingMessage, type ServerResponse } from "node:http";

/** When a process dies of a write: before GitHub hears of it, or after GitHub did it and before the process hears of that. */
export type Fatal = "before" | "after" | undefined;

/** A write as tests tell it from others: `METHOD /path body`. */
export type Deadly = (write: string) => Fatal;

/** The way to GitHub; a write can end the process that makes it. */
export interface Door {
  readonly url: string;
  readonly open: () => void;
  /** At this very moment: nobody is let through, and nobody gets an answer any more. */
  readonly shut: () => void;
  readonly close: () => Promise<void>;
}

export interface Opening {
  /** GitHub's address. */
  readonly target: string;
  readonly deadly: Deadly;
  readonly die: () => void;
}

/** A door that is shut; whoever comes through it when it is open is sent on to GitHub. */
export const makeDoor = async ({ target, deadly, die }: Opening): Promise<Door> => {
  let isOpen = false;
  const server = createServer((incoming, outgoing) => {
    if (isOpen) pass(incoming, outgoing).catch(() => outgoing.destroy());
    else outgoing.destroy();
  });
  const pass = async (incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
    const body = await bodyOf(incoming);
    if (!isOpen) return;
    const fatal = isWrite(incoming) ? deadly(`${incoming.method} ${incoming.url} ${body.toString("utf8")}`) : undefined;
    if (fatal === "before") return die();
    const answer = await sent(new URL(incoming.url ?? "/", target), incoming, body);
    const text = await bodyOf(answer);
    if (!isOpen) return;
    if (fatal === "after") return die();
    outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
    outgoing.end(text);
  };
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  return {
    url: `http://127.0.0.1:${address.port}`,
    open: () => {
      isOpen = true;
    },
    shut: () => {
      isOpen = false;
      server.closeAllConnections();
    },
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
};

const isWrite = ({ method, url = "" }: IncomingMessage): boolean =>
  method !== "GET" && !url.endsWith("/graphql") && !url.endsWith("/access_tokens");

const bodyOf = async (message: IncomingMessage): Promise<Buffer> => {
  const parts: Buffer[] = [];
  for await (const part of message) parts.push(Buffer.from(part));
  return Buffer.concat(parts);
};

const sent = (url: URL, { method, headers }: IncomingMessage, body: Buffer): Promise<IncomingMessage> =>
  new Promise((resolve, reject) => {
    const going = request(url, { method, headers: { ...headers, host: url.host }, agent: false }, resolve);
    going.on("error", reject);
    going.end(body);
  });
