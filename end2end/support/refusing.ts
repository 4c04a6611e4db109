// Stands before the mail catcher, and refuses mailboxes for good that are said not to be there.

import { createConnection, createServer, type AddressInfo } from "node:net";

export interface Refusing {
  /** For `EWELISTS__MAIL__SMTP_URL`. */
  url: string;
  /** From now on every mailbox is there. */
  relent(): void;
  stop(): void;
}

/** Refuses every mailbox whose address begins with this. */
export async function refuseMail(beginning: string): Promise<Refusing> {
  let refuses = true;
  const server = createServer((asking) => {
    const catcher = createConnection(Number(process.env.EWELISTS_SMTP_PORT), "127.0.0.1");
    let left = "";
    asking.on("data", (bytes) => {
      // By lines: what comes at once may be more than one, or less.
      const lines = (left + bytes.toString("latin1")).split("\r\n");
      left = lines.pop()!;
      for (const line of lines) {
        if (refuses && line.toLowerCase().startsWith(`rcpt to:<${beginning}`)) asking.write("550 5.1.1 No such mailbox\r\n");
        else catcher.write(`${line}\r\n`, "latin1");
      }
    });
    catcher.on("data", (bytes) => asking.write(bytes));
    for (const [one, other] of [[asking, catcher], [catcher, asking]] as const) {
      one.on("end", () => other.end());
      one.on("error", () => other.destroy());
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `smtp://127.0.0.1:${port}`,
    relent() {
      refuses = false;
    },
    stop() {
      server.close();
    },
  };
}
