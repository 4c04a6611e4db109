// A provider that lies as it is asked to. Who it is and which lie is told stands in the address that
// the browser is sent to (`login`, `lie`), which a test can add to; the browser comes straight back.

import { createHash, createHmac, createSign, generateKeyPairSync } from "node:crypto";
import { createServer, type ServerResponse } from "node:http";
import { fieldsOf, saidOf } from "./login.ts";
import { listen, type Listening } from "./listen.ts";
import type { Party } from "./trusty.ts";

/** What it can lie about. */
export type Lie =
  | "none-of-it" | "aud" | "one-more-aud" | "azp" | "iss" | "nonce" | "no-nonce" | "key" | "expired" | "iat" | "none" | "hs256" | "at-hash" | "no-token"
  | "silent" | "broken";

interface Attempt {
  login: string;
  lie: Lie;
  nonce: string;
  challenge: string;
}

const base64 = (text: string | Buffer): string => Buffer.from(text).toString("base64url");
const now = (): number => Math.floor(Date.now() / 1000);

export async function startLiar(port: number, party: Party): Promise<Listening> {
  const issuer = `http://127.0.0.1:${port}`;
  const [own, foreign] = [0, 1].map(() => generateKeyPairSync("rsa", { modulusLength: 2048 }));
  const key = { ...own!.publicKey.export({ format: "jwk" }), kid: "liar", use: "sig", alg: "RS256" };

  const token = ({ login, lie, nonce }: Attempt, access: string): string => {
    const alg = lie === "none" ? "none" : lie === "hs256" ? "HS256" : "RS256";
    const hashed = createHash("sha256").update(lie === "at-hash" ? "another token" : access).digest();
    const claims: Record<string, unknown> = {
      ...saidOf(login),
      iss: lie === "iss" ? `${issuer}/another` : issuer,
      aud: lie === "aud" ? "somebody-else" : lie === "one-more-aud" ? [party.id, "somebody-else"] : party.id,
      ...(lie === "azp" && { azp: "somebody-else" }),
      nonce: lie === "nonce" ? "another" : nonce,
      iat: now() - (lie === "iat" ? 3600 : lie === "expired" ? 300 : 0),
      exp: now() + (lie === "expired" ? -120 : 600),
      at_hash: base64(hashed.subarray(0, 16)),
    };
    if (lie === "no-nonce") delete claims.nonce;
    const signed = `${base64(JSON.stringify({ alg, kid: "liar", typ: "JWT" }))}.${base64(JSON.stringify(claims))}`;
    if (alg === "none") return `${signed}.`;
    if (alg === "HS256") return `${signed}.${createHmac("sha256", party.secret).update(signed).digest("base64url")}`;
    const by = lie === "key" ? foreign! : own!;
    return `${signed}.${createSign("RSA-SHA256").update(signed).sign(by.privateKey, "base64url")}`;
  };

  const json = (response: ServerResponse, value: unknown, status = 200): void => {
    response.writeHead(status, { "Content-Type": "application/json" }).end(JSON.stringify(value));
  };

  const server = createServer((request, response) => {
    void (async () => {
      const url = new URL(request.url!, issuer);
      const asked = (name: string): string => url.searchParams.get(name) ?? "";
      switch (url.pathname) {
        case "/.well-known/openid-configuration":
          return json(response, {
            issuer,
            authorization_endpoint: `${issuer}/authorize`,
            token_endpoint: `${issuer}/token`,
            jwks_uri: `${issuer}/keys`,
            response_types_supported: ["code"],
            subject_types_supported: ["public"],
            id_token_signing_alg_values_supported: ["RS256", "HS256", "none"],
          });
        case "/keys":
          return json(response, { keys: [key] });
        case "/authorize": {
          const attempt: Attempt = { login: asked("login"), lie: (asked("lie") || "none-of-it") as Lie, nonce: asked("nonce"), challenge: asked("code_challenge") };
          const back = new URL(asked("redirect_uri"));
          back.searchParams.set("code", base64(JSON.stringify(attempt)));
          back.searchParams.set("state", asked("state"));
          return response.writeHead(303, { Location: back.href }).end();
        }
        case "/token": {
          const fields = await fieldsOf(request);
          const attempt = JSON.parse(Buffer.from(fields.get("code") ?? "", "base64url").toString()) as Attempt;
          const challenge = createHash("sha256").update(fields.get("code_verifier") ?? "").digest("base64url");
          if (challenge !== attempt.challenge) return json(response, { error: "invalid_grant" }, 400);
          if (attempt.lie === "silent") return; // until whoever asks gives up
          if (attempt.lie === "broken") return json(response, { error: "server_error" }, 500);
          const access = base64(attempt.nonce);
          const id = attempt.lie === "no-token" ? {} : { id_token: token(attempt, access) };
          return json(response, { access_token: access, token_type: "Bearer", expires_in: 600, ...id });
        }
        default:
          return json(response, { error: "not found" }, 404);
      }
    })().catch(() => response.writeHead(400).end());
  });
  return listen(server, port);
}
