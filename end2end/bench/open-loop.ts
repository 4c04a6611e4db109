// Asks at a steady rate, whether or not the answers keep up. How long an answer took counts from the
// moment at which it was to be asked for, so that a server that stalls is not spared by those who
// would have asked meanwhile.

import { Agent, request } from "node:http";

/** What is asked again and again, under a name. */
export interface Errand {
  name: string;
  method: string;
  path: () => string;
  headers?: Record<string, string>;
  body?: () => unknown;
  /** How often, beside others that have 1. */
  weight?: number;
}

/** How long the answers took, in ms, for each errand. */
export type Taken = Map<string, number[]>;

/** Asks for so long in turn, each as often as its weight says. Every answer must be as it should be. */
export async function askSteadily(url: string, errands: Errand[], perSecond: number, seconds: number): Promise<Taken> {
  const agent = new Agent({ keepAlive: true, maxSockets: 64 });
  const turns = errands.flatMap((errand) => Array<Errand>(errand.weight ?? 1).fill(errand));
  // Spread evenly, so that no errand comes in bursts.
  const order = turns.map((errand, index) => ({ errand, at: (index * 0.618_033_988_75) % 1 })).sort((a, b) => a.at - b.at);
  const taken: Taken = new Map(errands.map(({ name }) => [name, []]));
  const total = perSecond * seconds;
  const began = performance.now() + 50;
  const pending: Promise<void>[] = [];
  let wrong: Error | undefined;
  for (let count = 0; count < total; count += 1) {
    const due = began + (count * 1000) / perSecond;
    const early = due - performance.now();
    if (early > 0) await new Promise((resolve) => setTimeout(resolve, early));
    const { errand } = order[count % order.length]!;
    const answered = () => void taken.get(errand.name)!.push(performance.now() - due);
    pending.push(ask(agent, url, errand).then(answered, (error: Error) => void (wrong ??= error)));
  }
  await Promise.all(pending);
  agent.destroy();
  if (wrong) throw wrong;
  return taken;
}

function ask(agent: Agent, url: string, { name, method, path, headers, body }: Errand): Promise<void> {
  const sent = body && JSON.stringify(body());
  const all = { ...headers, ...(sent && { "Content-Type": "application/json", "Content-Length": Buffer.byteLength(sent) }) };
  return new Promise((resolve, reject) => {
    const asked = request(url + path(), { agent, method, headers: all }, (answer) => {
      let text = "";
      answer.on("data", (chunk: Buffer) => (text += chunk.toString()));
      answer.on("end", () => {
        const fine = answer.statusCode! < 300;
        if (fine) resolve();
        else reject(new Error(`${name} was answered with ${answer.statusCode}: ${text.slice(0, 300)}`));
      });
      answer.on("error", reject);
    });
    asked.on("error", reject);
    asked.end(sent);
  });
}

/** The 99th percentile. */
export function ninetyNinth(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * 0.99))]!;
}
