// What every provider of sign-ins in tests asks: who is it? The answer names all that the provider
// then says of them, such as `hanna@example.org;verified=true;name=Hanna;sub=17`.

import type { IncomingMessage } from "node:http";

export interface Said {
  sub: string;
  name?: string;
  email?: string;
  email_verified?: unknown;
  hd?: string;
}

/** What a provider says of whoever typed this. Without `sub` the address stands for them. */
export function saidOf(login: string): Said {
  const [email, ...pairs] = login.split(";");
  const more = Object.fromEntries(pairs.map((pair) => pair.split("=") as [string, string]));
  return {
    sub: more.sub ?? email!,
    ...(more.name && { name: more.name }),
    ...(email && { email }),
    ...(more.verified && { email_verified: JSON.parse(more.verified) }),
    ...(more.hd && { hd: more.hd }),
  };
}

/** The page that asks. `kept` comes back with the form. */
export function loginPage(provider: string, action: string, kept: Record<string, string> = {}): string {
  const escape = (text: string) => text.replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`);
  const hidden = Object.entries(kept).map(([name, value]) => `<input type="hidden" name="${escape(name)}" value="${escape(value)}">`);
  return `<!DOCTYPE html><html lang="en"><title>${provider}</title><main><h1>${provider}</h1>
<form method="post" action="${escape(action)}">${hidden.join("")}
<label for="login">Login</label><input id="login" name="login"><button>Continue</button></form></main></html>`;
}

export async function fieldsOf(request: IncomingMessage): Promise<URLSearchParams> {
  let body = "";
  for await (const chunk of request) body += String(chunk);
  return new URLSearchParams(body);
}
