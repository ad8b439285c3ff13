import { createServer, type Server } from "node:net";

/** Below what operating systems give to whoever asks for any port, so that nobody gets one of these by chance. */
const FIRST = 20_000;
const COUNT = 6000;

/**
 * A port of 127.0.0.1 on which nobody listens, and that is ours until this process ends: whoever else looks for one here meanwhile, in
 * whatever process, finds its pendant taken, and goes on to another.
 */
export const freePort = async (): Promise<number> => {
  const start = Math.floor(Math.random() * COUNT);
  for (let tried = 0; tried < COUNT; tried += 1) {
    const port = FIRST + ((start + tried) % COUNT);
    const pendant = await listensAt(port + COUNT);
    if (pendant === undefined) continue;
    const probe = await listensAt(port);
    if (probe !== undefined) {
      await new Promise((resolve) => probe.close(resolve));
      return port;
    }
    pendant.close();
  }
  throw new Error(`no port from ${FIRST} on is free`);
};

/** Undefined where somebody listens already. It keeps no process alive. */
const listensAt = (port: number): Promise<Server | undefined> =>
  new Promise((resolve, reject) => {
    const server = createServer((socket) => socket.destroy()).unref();
    server.once("error", (error) =>
      "code" in error && error.code === "EADDRINUSE" ? resolve(undefined) : reject(error),
    );
    server.listen({ port, host: "127.0.0.1", exclusive: true }, () => resolve(server));
  });
