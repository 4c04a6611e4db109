// The example client in docs/api walks the whole journey against a running site (R10.1).

import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { Client, site } from "../support/forms.ts";
import { someone } from "../support/people.ts";
import { makeToken } from "../support/program.ts";
import { expect, test } from "../support/test.ts";

const script = join(import.meta.dirname, "../../docs/api/journey.sh");

test("curl and jq are all that it takes", async () => {
  test.setTimeout(60_000);
  const owner = await Client.open();
  await owner.signUp("Hanna");
  const token = await makeToken(owner, ["lists:read", "lists:write"]);
  const giver = someone("Karl");
  const variables = { EWELISTS_URL: site(), EWELISTS_TOKEN: token, GIVER_EMAIL: giver.email };
  const { stdout, stderr } = await promisify(execFile)(script, [], { env: { ...process.env, ...variables } });
  const share = /\/l\/([A-Za-z0-9_-]{20,})/.exec(stderr)?.[1];
  expect(share, stderr).toBeTruthy();
  expect(stdout).toContain('"purchased": true');
  expect(stdout).toContain('"state": "purchased"');
  expect(stdout + stderr).not.toContain(token);
  await giver.mailbox.next(/./);
  // What the script did stands on the pages.
  const page = await (await owner.get(`/l/${share}`)).text();
  expect(page).toContain("Wooden train with two wagons");
  await owner.close();
});
