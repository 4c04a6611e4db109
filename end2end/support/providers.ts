// Where people can sign in elsewhere, in tests: a real provider of OpenID Connect, which the site
// knows twice, as one that it trusts and one that it does not; one that lies; one that does not
// answer; and what stands for Facebook.
//
// They are at 127.0.0.1 and the site at localhost, so that browsers take them for other sites, as
// they do with real ones.

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort } from "./port.ts";
import { startFacebook } from "./providers/facebook.ts";
import { startLiar } from "./providers/liar.ts";
import { startTrusty, type Party } from "./providers/trusty.ts";

/** What Facebook and the site know of each other. */
export const FACEBOOK = { id: "app", secret: "only in tests" };

/** What people call the provider with this word in addresses. */
export const LABELS = { trusty: "Trusty", wary: "Wary", liar: "Liar", silent: "Silent", facebook: "Facebook" };
export type ProviderId = keyof typeof LABELS;

/** What is typed at a provider by somebody whose address it has confirmed. */
export const verified = (email: string): string => `${email};verified=true;name=Hanna`;

export interface Providers {
  /** The settings file by which a site knows them. */
  config: string;
  /** Their origins, to which pages may lead. */
  origins: string[];
  stop(): Promise<void>;
}

/** `besides` stands in the settings file too. */
export async function startProviders(site: string, besides: string): Promise<Providers> {
  const party = (id: ProviderId): Party => ({ id: `ewelists-${id}`, secret: `secret of ${id}`, redirect: `${site}/sign-in/with/${id}/back` });
  const [trusty, liar, facebook] = await Promise.all([
    startTrusty(await freePort(), [party("trusty"), party("wary")]),
    startLiar(await freePort(), party("liar")),
    startFacebook(await freePort(), { ...party("facebook"), ...FACEBOOK }),
  ]);
  const row = (id: ProviderId, issuer: string, trusted: boolean): string => `
[[oidc]]
id = "${id}"
label = "${LABELS[id]}"
icon = "globe"
issuer = "${issuer}"
client_id = "${party(id).id}"
client_secret = "${party(id).secret}"
trusted = ${trusted}
`;
  const folder = mkdtempSync(join(tmpdir(), "ewelists-providers-"));
  const config = join(folder, "settings.toml");
  const nobody = `http://127.0.0.1:${await freePort()}`;
  const rows = [row("trusty", trusty.url, true), row("wary", trusty.url, false), row("liar", liar.url, true), row("silent", nobody, true)];
  writeFileSync(config, `${rows.join("")}
[facebook]
enabled = true
client_id = "${FACEBOOK.id}"
client_secret = "${FACEBOOK.secret}"
dialog_url = "${facebook.url}/dialog"
graph_url = "${facebook.url}/graph"
${besides}`);
  const running = [trusty, liar, facebook];
  return {
    config,
    origins: running.map(({ url }) => url),
    async stop() {
      await Promise.all(running.map((server) => server.stop()));
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
