import { once } from "node:events";
import { createServer, request, type IncomingMessage } from "node:http";

/** Hands each webhook to the next replica in turn. It knows nothing of their health: who does not answer is a 502. */
export interface RoundRobin {
  readonly url: string;
  readonly add: (url: string) => void;
  readonly remove: (url: string) => void;
  readonly close: () => Promise<void>;
}

export const roundRobin = async (): Promise<RoundRobin> => {
  const targets: string[] = [];
  const server = createServer((incoming, outgoing) => {
    const target = targets.shift();
    if (target === undefined) return void outgoing.writeHead(502).end();
    targets.push(target);
    passed(incoming, target).then(
      (status) => outgoing.writeHead(status).end(),
      () => outgoing.writeHead(502).end(),
    );
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  return {
    url: `http://127.0.0.1:${address.port}`,
    add: (url) => void targets.push(url),
    remove: (url) => void targets.splice(0, Infinity, ...targets.filter((one) => one !== url)),
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
};

const passed = (incoming: IncomingMessage, target: string): Promise<number> =>
  new Promise((resolve, reject) => {
    const { method, headers, url = "/" } = incoming;
    const outgoing = request(new URL(url, target), { method, headers, agent: false }, (answer) => {
      answer.resume();
      answer.on("end", () => resolve(answer.statusCode ?? 502));
      answer.on("error", reject);
    });
    outgoing.on("error", reject);
    incoming.pipe(outgoing);
  });
