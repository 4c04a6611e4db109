import type { Server } from "node:http";

export interface Listening {
  url: string;
  stop(): Promise<void>;
}

export async function listen(server: Server, port: number): Promise<Listening> {
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${port}`,
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
