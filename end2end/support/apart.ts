// A site of one file's own, for what shows all that anybody did, such as the queue of admins.

import { Client } from "./forms.ts";
import { someone, type Person } from "./people.ts";
import { startServer, type Server } from "./server.ts";

export interface Apart {
  admin: Person;
  /** Ends it, and leads tests to the site of all others again. */
  stop(): Promise<void>;
}

/** Starts it, set up otherwise by these variables, and leads every test of this worker there. */
export async function standApart(otherwise: Record<string, string> = {}): Promise<Apart> {
  // Its catalogue begins empty.
  const variables = { EWELISTS__IDEAS__CATALOGUE: "false", ...otherwise };
  const server: Server = await startServer({ smtpPort: Number(process.env.EWELISTS_SMTP_PORT), variables });
  const client = await Client.open({}, server.url);
  const admin = await client.signUp("Ada", someone("Ada"));
  await client.close();
  await server.restartAfter(["admin", "grant", admin.email]);
  const others = process.env.EWELISTS_URL;
  process.env.EWELISTS_URL = server.url;
  return {
    admin,
    async stop() {
      process.env.EWELISTS_URL = others;
      await server.stop();
    },
  };
}
