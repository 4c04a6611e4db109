// What Facebook's dialog and Graph API do, as far as a sign-in sees of it.

import { createHash, createHmac } from "node:crypto";
import { createServer, type ServerResponse } from "node:http";
import { fieldsOf, loginPage, saidOf } from "./login.ts";
import { listen, type Listening } from "./listen.ts";
import type { Party } from "./trusty.ts";

interface Code {
  login: string;
  challenge: string;
  redirect: string;
}

export async function startFacebook(port: number, party: Party): Promise<Listening> {
  const json = (response: ServerResponse, value: unknown, status = 200): void => {
    response.writeHead(status, { "Content-Type": "application/json" }).end(JSON.stringify(value));
  };
  const wrong = (response: ServerResponse, message: string): void => json(response, { error: { message, type: "OAuthException", code: 100 } }, 400);
  const read = <T>(text: string | null): T => JSON.parse(Buffer.from(text ?? "", "base64url").toString()) as T;
  const kept = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString("base64url");

  const server = createServer((request, response) => {
    void (async () => {
      const url = new URL(request.url!, "http://127.0.0.1");
      const asked = (name: string): string => url.searchParams.get(name) ?? "";
      switch (`${request.method} ${url.pathname}`) {
        case "GET /dialog": {
          if (asked("client_id") !== party.id || asked("redirect_uri") !== party.redirect) return wrong(response, "unknown app");
          response.setHeader("Content-Type", "text/html; charset=utf-8");
          return response.end(loginPage("Facebook", "/dialog", Object.fromEntries(url.searchParams)));
        }
        case "POST /dialog": {
          const fields = await fieldsOf(request);
          const code: Code = { login: fields.get("login")!, challenge: fields.get("code_challenge")!, redirect: fields.get("redirect_uri")! };
          const back = new URL(code.redirect);
          back.searchParams.set("code", kept(code));
          back.searchParams.set("state", fields.get("state")!);
          return response.writeHead(302, { Location: back.href }).end();
        }
        case "POST /graph/oauth/access_token": {
          const fields = await fieldsOf(request);
          const code = read<Code>(fields.get("code"));
          const challenge = createHash("sha256").update(fields.get("code_verifier") ?? "").digest("base64url");
          const known = fields.get("client_id") === party.id && fields.get("client_secret") === party.secret;
          if (!known || fields.get("redirect_uri") !== code.redirect || challenge !== code.challenge) return wrong(response, "wrong code");
          return json(response, { access_token: kept(code.login), token_type: "bearer", expires_in: 5183944 });
        }
        case "GET /graph/me": {
          const token = asked("access_token");
          const proof = createHmac("sha256", party.secret).update(token).digest("hex");
          if (asked("appsecret_proof") !== proof) return wrong(response, "Invalid appsecret_proof provided in the API argument");
          const { sub, name, email } = saidOf(read<string>(token));
          return json(response, { id: sub, name: name ?? "Somebody", ...(email && { email }) });
        }
        default:
          return wrong(response, "not found");
      }
    })().catch(() => wrong(response, "not understood"));
  });
  return listen(server, port);
}
