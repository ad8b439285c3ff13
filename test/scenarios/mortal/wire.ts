import { once } from "node:events";
import { connect, createServer, type AddressInfo, type NetConnectOpts, type Socket } from "node:net";

/** A way to a database that can be cut at any moment, as a process that dies drops its connections. */
export interface Wire {
  readonly databaseUrl: string;
  readonly cut: () => void;
  /** Nothing goes through any more, and nobody is told. */
  readonly hang: () => void;
  /** It goes on where it stopped. */
  readonly goOn: () => void;
}

/** Lays a wire to a PostgreSQL. */
export const layWire = async (databaseUrl: string): Promise<Wire> => {
  const url = new URL(databaseUrl);
  const target = targetOf(url);
  const open = new Set<Socket>();
  const wires = new Set<{ readonly near: Socket; readonly far: Socket }>();
  let hangs = false;
  const keep = (socket: Socket): void => {
    open.add(socket);
    socket.on("error", () => socket.destroy());
    socket.on("close", () => open.delete(socket));
  };
  const server = createServer((near) => {
    const far = connect(target);
    keep(near);
    keep(far);
    near.on("close", () => far.destroy());
    far.on("close", () => near.destroy());
    const ends = { near, far };
    wires.add(ends);
    near.on("close", () => wires.delete(ends));
    if (hangs) near.pause();
    else near.pipe(far).pipe(near);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  url.searchParams.delete("host");
  url.hostname = "127.0.0.1";
  url.port = String(portOf(server.address()));
  return {
    databaseUrl: url.href,
    hang: () => {
      hangs = true;
      for (const { near, far } of wires) {
        near.unpipe().pause();
        far.unpipe().pause();
      }
    },
    goOn: () => {
      hangs = false;
      for (const { near, far } of wires) near.pipe(far).pipe(near);
    },
    cut: () => {
      server.close();
      for (const socket of open) socket.destroy();
    },
  };
};

/** A Unix socket where the address names a directory, as throw-away clusters have it. */
const targetOf = (url: URL): NetConnectOpts => {
  const directory = url.searchParams.get("host");
  const port = Number(url.port === "" ? 5432 : url.port);
  return directory === null ? { host: url.hostname, port } : { path: `${directory}/.s.PGSQL.${port}` };
};

const portOf = (address: AddressInfo | string | null): number => {
  if (address === null || typeof address === "string") throw new Error("no port");
  return address.port;
};
