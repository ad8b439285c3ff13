import { once } from "node:events";
import { createServer, request, type IncomingMessage } from "node:http";
import { z } from "zod";

/** What one replica does about one subject: it begins or ends to read or write it. */
export interface Seen {
  readonly replica: string;
  readonly subject: string;
  readonly doing: "reads" | "writes";
  readonly what: "begins" | "ends";
}

/** A way to GitHub for each replica, and the record of who went when. */
export interface Witness {
  /** GitHub's address for this replica. */
  readonly wayOf: (replica: string) => Promise<string>;
  /** In the order in which it happened. */
  readonly seen: readonly Seen[];
  /** What a replica has begun and not ended. */
  readonly underWay: (replica: string) => readonly string[];
  /** It is dead: GitHub may still be at what it asked for, which nobody waits for any more. Answers what was under way. */
  readonly gone: (replica: string) => readonly string[];
  readonly close: () => Promise<void>;
}

/** Looks at all that goes to this GitHub; it is told what a comment is on, which an update does not say. */
export const witnessAt = (target: string, commentOn: (id: number) => string | undefined): Witness => {
  const seen: Seen[] = [];
  const closing: (() => Promise<void>)[] = [];
  const dead = new Set<string>();
  const underWay = (replica: string): readonly Seen[] => underWayIn(seen.filter((one) => one.replica === replica));
  const pass = async (
    replica: string,
    incoming: IncomingMessage,
  ): Promise<{ answer: IncomingMessage; text: Buffer }> => {
    const body = await bodyOf(incoming);
    const about = aboutOf(incoming, body.toString("utf8"), commentOn);
    if (about !== undefined) seen.push({ replica, ...about, what: "begins" });
    const answer = await sent(new URL(incoming.url ?? "/", target), incoming, body);
    const text = await bodyOf(answer);
    if (about !== undefined && !dead.has(replica)) seen.push({ replica, ...about, what: "ends" });
    return { answer, text };
  };
  return {
    seen,
    underWay: (replica) => [...new Set(underWay(replica).map(({ subject }) => subject))],
    gone: (replica) => {
      dead.add(replica);
      const left = underWay(replica);
      seen.push(...left.map((one) => ({ ...one, what: "ends" as const })));
      return [...new Set(left.map(({ subject }) => subject))];
    },
    wayOf: async (replica) => {
      const server = createServer((incoming, outgoing) => {
        pass(replica, incoming).then(
          ({ answer, text }) => outgoing.writeHead(answer.statusCode ?? 502, answer.headers).end(text),
          () => outgoing.destroy(),
        );
      });
      server.listen(0, "127.0.0.1");
      await once(server, "listening");
      closing.push(async () => {
        server.closeAllConnections();
        server.close();
        await once(server, "close");
      });
      return addressOf(server.address());
    },
    close: async () => void (await Promise.all(closing.map((close) => close()))),
  };
};

/** Where two turns of a subject overlap: somebody else has read since whoever writes read it, or goes there at the same time. */
export const overlapsIn = (seen: readonly Seen[]): readonly string[] => {
  const bySubject = new Map<string, Seen[]>();
  for (const one of seen) bySubject.set(one.subject, [...(bySubject.get(one.subject) ?? []), one]);
  return [...bySubject.values()].flatMap(overlapsOn);
};

const overlapsOn = (seen: readonly Seen[]): string[] => {
  const overlaps: string[] = [];
  let reader: string | undefined;
  const there = new Map<string, number>();
  for (const { replica, subject, doing, what } of seen) {
    const others = [...there].filter(([other, count]) => other !== replica && count > 0);
    if (what === "begins" && others.length > 0)
      overlaps.push(`${subject}: ${replica} ${doing} beside ${others.join()}`);
    if (what === "begins" && doing === "reads") reader = replica;
    if (what === "begins" && doing === "writes" && reader !== replica)
      overlaps.push(`${subject}: ${replica} writes, but ${reader} was the last to read`);
    there.set(replica, (there.get(replica) ?? 0) + (what === "begins" ? 1 : -1));
  }
  return overlaps;
};

/** Every beginning without its end. */
const underWayIn = (seen: readonly Seen[]): readonly Seen[] => {
  const open: Seen[] = [];
  for (const one of seen) {
    if (one.what === "begins") open.push(one);
    const at = open.findIndex(({ subject, doing }) => subject === one.subject && doing === one.doing);
    if (one.what === "ends" && at !== -1) open.splice(at, 1);
  }
  return open;
};

const Query = z.object({
  query: z.string().startsWith("query Snapshot"),
  variables: z.object({ owner: z.string(), name: z.string(), number: z.int() }),
});

const Run = z.object({ external_id: z.string() });

/** The snapshot's query, the comments on a pull request and its check runs. */
const aboutOf = (
  { method, url = "" }: IncomingMessage,
  body: string,
  commentOn: (id: number) => string | undefined,
): Pick<Seen, "subject" | "doing"> | undefined => {
  const sentBody: unknown = body === "" ? undefined : JSON.parse(body);
  const query = Query.safeParse(sentBody);
  if (query.success) {
    const { owner, name, number } = query.data.variables;
    return { subject: `${owner}/${name}#${number}`, doing: "reads" };
  }
  if (method === "GET") return undefined;
  const run = Run.safeParse(sentBody);
  if (run.success) return { subject: run.data.external_id, doing: "writes" };
  const created = /^\/repos\/([^/]+\/[^/]+)\/issues\/(\d+)\/comments/.exec(url);
  const updated = /\/issues\/comments\/(\d+)/.exec(url);
  const subject = created === null ? commentOn(Number(updated?.[1])) : `${created[1]}#${created[2]}`;
  return subject === undefined ? undefined : { subject, doing: "writes" };
};

const addressOf = (address: ReturnType<ReturnType<typeof createServer>["address"]>): string => {
  if (address === null || typeof address === "string") throw new Error("no port");
  return `http://127.0.0.1:${address.port}`;
};

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
