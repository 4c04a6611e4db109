// A real provider: the certified server of the package oidc-provider.

import { generateKeyPairSync } from "node:crypto";
import { createServer } from "node:http";
import type { Context } from "oidc-provider";
import { fieldsOf, loginPage, saidOf } from "./login.ts";
import { listen, type Listening } from "./listen.ts";

export interface Party {
  id: string;
  secret: string;
  redirect: string;
}

export async function startTrusty(port: number, parties: Party[]): Promise<Listening> {
  const { Provider } = await import("oidc-provider");
  const issuer = `http://127.0.0.1:${port}`;
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const minutes = 60;
  /** What people typed last, by who they are. */
  const logins = new Map<string, string>();
  const provider = new Provider(issuer, {
    clients: parties.map(({ id, secret, redirect }) => ({
      client_id: id,
      client_secret: secret,
      redirect_uris: [redirect],
      response_types: ["code"],
      grant_types: ["authorization_code"],
    })),
    pkce: { required: () => true },
    jwks: { keys: [{ ...privateKey.export({ format: "jwk" }), kid: "trusty", use: "sig", alg: "RS256" }] },
    cookies: { keys: ["only in tests"] },
    ttl: { AccessToken: 10 * minutes, AuthorizationCode: minutes, Grant: 10 * minutes, IdToken: 10 * minutes, Interaction: 10 * minutes, Session: 10 * minutes },
    // So that what is said of somebody stands in the id token, as with most providers.
    conformIdTokenClaims: false,
    claims: { email: ["email", "email_verified", "hd"], profile: ["name"] },
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_: Context, interaction: { uid: string }) => `/login/${interaction.uid}` },
    findAccount: (_: Context, accountId: string) => ({ accountId, claims: () => saidOf(logins.get(accountId)!) }),
    // Nobody is asked whether this site may know who they are.
    loadExistingGrant: async ({ oidc }: Context) => {
      const grant = new oidc.provider.Grant({ clientId: oidc.client.clientId, accountId: oidc.session.accountId });
      grant.addOIDCScope("openid email profile");
      await grant.save();
      return grant;
    },
  });
  const answer = provider.callback();
  const server = createServer((request, response) => {
    void (async () => {
      const { pathname } = new URL(request.url!, issuer);
      // Nobody stays signed in there: every visit begins with the question who it is.
      if (pathname === "/auth") delete request.headers.cookie;
      if (!pathname.startsWith("/login/")) return answer(request, response);
      if (request.method !== "POST") {
        response.setHeader("Content-Type", "text/html; charset=utf-8");
        return response.end(loginPage("Trusty", pathname));
      }
      const login = (await fieldsOf(request)).get("login") ?? "";
      const { sub } = saidOf(login);
      logins.set(sub, login);
      await provider.interactionFinished(request, response, { login: { accountId: sub } }, { mergeWithLastSubmission: false });
    })();
  });
  return listen(server, port);
}
