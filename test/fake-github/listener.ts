import { type IncomingMessage, type Server, createServer } from "node:http";

export interface Heard {
  readonly event: string;
  readonly action: string | undefined;
  readonly guid: string;
  readonly signature: string;
  readonly body: string;
}

/** An App that only listens: it notes each webhook and answers with `status`. */
export class Listener {
  readonly heard: Heard[] = [];
  status = 202;
  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server;
  }

  static async start(): Promise<Listener> {
    const server = createServer();
    const listener = new Listener(server);
    server.on("request", (incoming, outgoing) => {
      const parts: Buffer[] = [];
      incoming.on("data", (part: Buffer) => parts.push(part));
      incoming.on("end", () => {
        const body = Buffer.concat(parts).toString("utf8");
        const { action }: { action?: string } = JSON.parse(body);
        listener.heard.push({
          event: header(incoming, "x-github-event"),
          action,
          guid: header(incoming, "x-github-delivery"),
          signature: header(incoming, "x-hub-signature-256"),
          body,
        });
        outgoing.writeHead(listener.status).end();
      });
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return listener;
  }

  get url(): string {
    const address = this.#server.address();
    return `http://127.0.0.1:${typeof address === "object" && address !== null ? address.port : 0}/`;
  }

  /** Each webhook as `event` or `event.action`, in the order it came. */
  get names(): string[] {
    return this.heard.map(({ event, action }) => (action === undefined ? event : `${event}.${action}`));
  }

  clear(): void {
    this.heard.length = 0;
  }

  async stop(): Promise<void> {
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }
}

const header = (incoming: IncomingMessage, name: string): string => String(incoming.headers[name]);
