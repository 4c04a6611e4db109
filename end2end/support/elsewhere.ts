// Goes to a provider of sign-ins and comes back, as a browser does, but without one.

import { expect, type APIResponse } from "@playwright/test";
import type { Client, Fields } from "./forms.ts";
import type { ProviderId } from "./providers.ts";

export interface Way {
  /** The page that was asked for. */
  next?: string;
  /** What it is for, where not to sign in or up. */
  why?: "join" | "again";
  /** What is added to the address at the provider. */
  ask?: Fields;
}

/** Begins a sign-in there; answers where the browser is sent. */
export async function wayThere(client: Client, id: ProviderId, { next, why, ask = {} }: Way = {}): Promise<string> {
  const query = new URLSearchParams({ ...(next !== undefined && { next }), ...(why && { [why]: "1" }) });
  const answer = await client.get(`/sign-in/with/${id}?${query}`);
  expect(answer.status(), await answer.text()).toBe(303);
  const there = new URL(answer.headers().location!, client.url);
  for (const [name, value] of Object.entries(ask)) there.searchParams.set(name, value);
  return there.href;
}

/** Signs in there; answers the address by which the browser comes back, which is not asked yet. */
export async function wayBack(client: Client, id: ProviderId, login: string, way: Way = {}): Promise<string> {
  let at = await wayThere(client, id, { ...way, ask: { login, ...way.ask } });
  for (let steps = 0; steps < 6; steps += 1) {
    if (at.startsWith(client.url)) return at;
    let answer = await client.http.get(at, { maxRedirects: 0 });
    if (answer.status() === 200) answer = await fillIn(client, answer, login);
    expect([302, 303], `${answer.url()}\n${await answer.text()}`).toContain(answer.status());
    at = new URL(answer.headers().location!, at).href;
  }
  throw new Error(`${id} never sent the browser back`);
}

/** Signs in there and comes back; answers what the site says to that. */
export async function comeBy(client: Client, id: ProviderId, login: string, way: Way = {}): Promise<APIResponse> {
  return client.get(await wayBack(client, id, login, way));
}

/** The same, where that is accepted; answers where it leads. */
export async function enterBy(client: Client, id: ProviderId, login: string, way: Way = {}): Promise<string> {
  const answer = await comeBy(client, id, login, way);
  expect(answer.status(), await answer.text()).toBe(303);
  return answer.headers().location!;
}

async function fillIn(client: Client, asked: APIResponse, login: string): Promise<APIResponse> {
  const page = await asked.text();
  const action = new URL(/action="([^"]+)"/.exec(page)![1]!, asked.url());
  const hidden = [...page.matchAll(/type="hidden" name="([^"]*)" value="([^"]*)"/g)].map(([, name, value]) => [name!, unescaped(value!)]);
  return client.http.post(action.href, { form: { ...Object.fromEntries(hidden), login }, maxRedirects: 0 });
}

const unescaped = (text: string): string => text.replace(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)));
