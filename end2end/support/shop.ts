// The shops: one server at the public address where the network of the tests (see in-network) has
// them all, with the pages of the corpus and those of shop/shelves.ts. What they are asked for is
// kept, so that specs can tell what was asked, and with which headers. Canaries listen where nobody
// may be led.

import { createServer, type IncomingHttpHeaders, type Server as HttpServer } from "node:http";
import { createServer as createTcpServer } from "node:net";
import { networkInterfaces } from "node:os";
import { freePort } from "./port.ts";
import { readCorpus } from "./shop/corpus.ts";
import { pictureAt } from "./shop/pictures.ts";
import { answerAsShop } from "./shop/shelves.ts";

const ADDRESS = "93.184.215.14";
/** Our own machine, a network within, and where clouds tell machines their secrets. */
const INSIDE = ["127.0.0.1", "10.0.0.10", "169.254.169.254"];

/** A request to a shop, or an attempt at one with TLS, of which only the host is known. */
export interface Request {
  method: string;
  host: string;
  path: string;
  headers: IncomingHttpHeaders;
}

interface Told {
  requests: Request[];
  /** How often somebody came to where nobody may be led. */
  inside: number;
}

export interface Shop {
  /** Where specs ask what was asked for. */
  url: string;
  stop(): Promise<void>;
}

/** Says how to go on, where the shops cannot be. */
export function expectNetwork(): void {
  const own = Object.values(networkInterfaces()).flatMap((all) => all ?? []);
  if (own.some(({ address }) => address === ADDRESS)) return;
  throw new Error(
    `The shops of the tests stand at ${ADDRESS}, which this network does not have. ` +
      "Run the tests in one of their own: end2end/in-network playwright test (npm test does so).",
  );
}

async function listen(server: { listen(port: number, host: string, done: () => void): unknown; once(event: "error", fail: (error: Error) => void): unknown }, port: number, host: string): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, resolve);
  });
}

export async function startShop(): Promise<Shop> {
  expectNetwork();
  const told: Told = { requests: [], inside: 0 };
  const corpus = readCorpus();
  // Links are asked for without what tracks people, so that a query may be missing.
  const withoutQuery = (key: string): string => key.replace(/\?.*/, "");
  const byPath = new Map([...corpus.pages].map(([key, kept]) => [withoutQuery(key), kept]));

  const shop = createServer((request, response) => {
    const host = (request.headers.host ?? "").toLowerCase();
    const path = request.url ?? "/";
    told.requests.push({ method: request.method ?? "", host, path, headers: request.headers });
    // Whoever asks may go at any time.
    response.on("error", () => undefined);
    if (answerAsShop({ host, path }, response)) return;
    const kept = corpus.pages.get(host + path) ?? byPath.get(withoutQuery(host + path)) ?? (corpus.pictures.has(host + path) ? pictureAt(`http://${host}${path}`) : undefined);
    if (!kept) return response.writeHead(404, { "Content-Type": "text/plain" }).end("not here");
    response.writeHead(200, { "Content-Type": kept.type }).end(kept.body);
  });
  // Nobody here speaks TLS. The host that was meant stands readable in the first words of whoever tries.
  const tls = createTcpServer((socket) => {
    socket.on("error", () => undefined);
    socket.once("data", (hello) => {
      const names = hello.toString("latin1").match(/([a-z0-9-]+\.)+[a-z]{2,}/g) ?? [];
      told.requests.push({ method: "TLS", host: names.at(0) ?? "", path: "", headers: {} });
      socket.destroy();
    });
  });
  const canaries = INSIDE.map((address) => ({ address, server: createTcpServer((socket) => {
    told.inside += 1;
    socket.destroy();
  }) }));
  const desk = createServer((_, response) => {
    response.writeHead(200, { "Content-Type": "application/json" }).end(JSON.stringify(told));
  });

  const port = await freePort();
  await listen(shop, 80, ADDRESS);
  await listen(tls, 443, ADDRESS);
  for (const { address, server } of canaries) await listen(server, 80, address);
  await listen(desk, port, "127.0.0.1");
  const running: { close(done: () => void): unknown }[] = [shop, tls, desk, ...canaries.map(({ server }) => server)];
  return {
    url: `http://127.0.0.1:${port}/`,
    async stop() {
      for (const server of [shop, desk] satisfies HttpServer[]) server.closeAllConnections();
      await Promise.all(running.map((server) => new Promise<void>((resolve) => server.close(resolve))));
    },
  };
}

async function told(): Promise<Told> {
  const answer = await fetch(process.env.EWELISTS_SHOP!);
  return (await answer.json()) as Told;
}

/** What shops were asked for with this word in host or path. */
export async function askedFor(word: string): Promise<Request[]> {
  const { requests } = await told();
  return requests.filter(({ host, path }) => (host + path).includes(word));
}

/** How often somebody was led where nobody may be. */
export async function ledInside(): Promise<number> {
  return (await told()).inside;
}
