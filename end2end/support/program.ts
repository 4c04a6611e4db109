// A program that asks the REST API: it knows an address, maybe a token, and nothing of browsers.

import { expect, request, type APIRequestContext } from "@playwright/test";
import { Client, site } from "./forms.ts";

/** What a token may be made for. */
export type Scope = "lists:read" | "lists:write" | "reservations" | "catalogue:write" | "admin";

/** What everybody may give a token. */
export const EVERYBODYS: Scope[] = ["lists:read", "lists:write", "reservations"];

/** What came back. */
export interface Answer {
  status: number;
  headers: Record<string, string>;
  // Each test knows what it asked for.
  body: any;
  text: string;
}

/** Makes a token by the form of the account page, which shows it this once. */
export async function makeToken(client: Client, scopes: Scope[] = EVERYBODYS): Promise<string> {
  const boxes = Object.fromEntries(scopes.map((scope) => [scope.replace(":", "_"), "on"]));
  const path = await client.done("make_token", { called: "A program", lifetime: "30", ...boxes }, "/account/apps");
  const token = /ewl_[A-Za-z0-9_-]{43}/.exec(await (await client.get(path)).text())?.[0];
  expect(token, "the token is shown once it is made").toBeTruthy();
  return token!;
}

export class Program {
  private constructor(private readonly http: APIRequestContext) {}

  static async open(token?: string, headers: Record<string, string> = {}): Promise<Program> {
    const extraHTTPHeaders = { ...headers, ...(token && { Authorization: `Bearer ${token}` }) };
    return new Program(await request.newContext({ baseURL: site(), extraHTTPHeaders, maxRedirects: 0 }));
  }

  /** Asks for a path below the API. */
  async ask(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer> {
    const sent = body === undefined ? {} : { data: typeof body === "string" || Buffer.isBuffer(body) ? body : JSON.stringify(body) };
    const answer = await this.http.fetch(`/api/v1${path}`, { method, headers, timeout: 20_000, ...sent });
    const text = await answer.text();
    const isJson = answer.headers()["content-type"]?.startsWith("application/json");
    return { status: answer.status(), headers: answer.headers(), body: isJson ? JSON.parse(text) : undefined, text };
  }

  async close(): Promise<void> {
    await this.http.dispose();
  }
}
