// Sends forms the way a browser without JavaScript does, but without one: for tests of what the
// server answers, and to prepare what a test is not about.

import { expect, request, type APIRequestContext, type APIResponse, type BrowserContext } from "@playwright/test";
import { codeIn } from "./mailbox.ts";
import { someone, type Person } from "./people.ts";
import { around } from "./words.ts";

export type Fields = Record<string, string>;

/** An id that nothing has. */
export const unknownId = (): string => crypto.randomUUID().replaceAll("-", "");

/** The cookies of one browser, to be had again. */
export type Kept = Awaited<ReturnType<APIRequestContext["storageState"]>>;

/** A file as a browser sends it. */
export interface Picture {
  name: string;
  mimeType: string;
  buffer: Buffer;
}

export const site = (): string => process.env.EWELISTS_URL!;

/** Where a browser is handed a cookie of the site from outside: marked Secure, as all of ours are, it is only taken for https, and then sent to this machine without TLS too. */
export const cookieSite = (): string => site().replace(/^http:/, "https:");

/** The cookies that an answer sets, as the server wrote them. */
export function cookiesSet(answer: APIResponse): string[] {
  return answer.headersArray().filter(({ name }) => name.toLowerCase() === "set-cookie").map(({ value }) => value);
}

/** Asks for a page with exactly these cookies. */
export function askWith(cookies: Fields, path: string, headers: Record<string, string> = {}): Promise<Response> {
  const Cookie = Object.entries(cookies).map(([name, value]) => `${name}=${value}`).join("; ");
  const url = path.startsWith("http") ? path : site() + path;
  return fetch(url, { headers: { Accept: "text/html", "Accept-Language": "en", Cookie, ...headers }, redirect: "manual" });
}

/** One browser's worth of cookies, and forms sent with them. */
export class Client {
  /** Every cookie that was set, as the server wrote it. */
  readonly setCookies: string[] = [];

  private constructor(
    readonly http: APIRequestContext,
    readonly url: string,
  ) {}

  /** One without cookies, or with those that another one had. */
  static async open(headers: Record<string, string> = {}, url = site(), storageState?: Kept): Promise<Client> {
    const extraHTTPHeaders = { Accept: "text/html", "Accept-Language": "en", ...headers };
    return new Client(await request.newContext({ baseURL: url, extraHTTPHeaders, maxRedirects: 0, storageState }), url);
  }

  async get(path: string, headers: Record<string, string> = {}): Promise<APIResponse> {
    return this.note(await this.http.get(path, { headers, maxRedirects: 0 }));
  }

  /** Sends a form of the page `from`. */
  async post(action: string, form: Fields, from = "/", headers: Record<string, string> = {}): Promise<APIResponse> {
    const sent = { Origin: this.url, Referer: this.url + from, "Sec-Fetch-Site": "same-origin", ...headers };
    return this.note(await this.http.post(`/fn/${action}`, { form, headers: sent, maxRedirects: 0, timeout: 20_000 }));
  }

  /** Sends a cover, by the form of the page `from`. */
  async upload(path: string, picture: Picture, from = path.replace(/cover$/, "settings"), headers: Record<string, string> = {}): Promise<APIResponse> {
    const sent = { Origin: this.url, Referer: this.url + from, "Sec-Fetch-Site": "same-origin", ...headers };
    return this.note(await this.http.post(path, { multipart: { picture }, headers: sent, maxRedirects: 0 }));
  }

  /** Sends a form of the page `from` with a picture in it. */
  async postWith(own_picture: Picture, action: string, form: Fields, from = "/", headers: Record<string, string> = {}): Promise<APIResponse> {
    const sent = { Origin: this.url, Referer: this.url + from, "Sec-Fetch-Site": "same-origin", ...headers };
    return this.note(await this.http.post(`/fn/${action}`, { multipart: { ...form, own_picture }, headers: sent, maxRedirects: 0 }));
  }

  /** Sends a file of gifts; answers the path of the page that says what is in it. */
  async sendGifts(list: string, text: string | Buffer): Promise<string> {
    const path = `/lists/${list}/import`;
    const file = { name: "gifts.csv", mimeType: "text/csv", buffer: Buffer.from(text as string) };
    const headers = { Origin: this.url, Referer: this.url + path, "Sec-Fetch-Site": "same-origin" };
    const answer = this.note(await this.http.post(path, { multipart: { file, text: "" }, headers, maxRedirects: 0 }));
    expect(answer.status()).toBe(303);
    return answer.headers().location ?? "";
  }

  /** Adds rows of a file that was looked at on the page `looked`. */
  async addRows(list: string, looked: string, rows: number[], headers: Record<string, string> = {}): Promise<APIResponse> {
    const ticket = new URL(looked, this.url).searchParams.get("read") ?? "";
    const form = new URLSearchParams({ list, ticket });
    for (const row of rows) form.append("row[]", String(row));
    const type = { "Content-Type": "application/x-www-form-urlencoded" };
    const sent = { Origin: this.url, Referer: this.url + looked, "Sec-Fetch-Site": "same-origin", ...type, ...headers };
    return this.note(await this.http.post("/fn/import_gifts", { data: form.toString(), headers: sent, maxRedirects: 0, timeout: 40_000 }));
  }

  private note(answer: APIResponse): APIResponse {
    if (answer.url().startsWith(this.url)) this.setCookies.push(...cookiesSet(answer));
    return answer;
  }

  /** Sends a form that is to be accepted, and answers where it leads. */
  async done(action: string, form: Fields, from = "/"): Promise<string> {
    const answer = await this.post(action, form, from);
    expect(answer.status(), `${action} ${JSON.stringify(form)}\n${(await answer.text()).slice(0, 400)}`).toBe(303);
    return answer.headers().location ?? "";
  }

  /** Makes an account and stays signed in to it. */
  async signUp(name: string, person = someone(name)): Promise<Person> {
    await this.done("sign_up", { name: person.name, email: person.email, password: person.password }, "/sign-up");
    const code = codeIn(await person.mailbox.next(around("mail.confirm_code.subject")));
    await this.done("confirm_code", { code }, "/sign-up/code");
    return person;
  }

  /** Signs in, where that takes one step. */
  async signIn({ email, password }: Pick<Person, "email" | "password">): Promise<void> {
    await this.done("sign_in", { email, password }, "/sign-in");
  }

  /** Whether an account is open in this browser. */
  async isIn(): Promise<boolean> {
    const answer = await this.get("/lists");
    expect([200, 303]).toContain(answer.status());
    return answer.status() === 200;
  }

  /** Its cookies by name. */
  async cookies(): Promise<Fields> {
    const { cookies } = await this.http.storageState();
    const own = cookies.filter(({ domain }) => domain === new URL(this.url).hostname);
    return Object.fromEntries(own.map(({ name, value }) => [name, value]));
  }

  /** Makes a list with these gifts and answers its id. */
  async makeList(list: Fields, gifts: Fields[] = []): Promise<string> {
    const path = await this.done("create_list", { occasion: "birthday", ...list }, "/lists/new");
    const id = path.replace("/lists/", "");
    for (const gift of gifts) await this.done("add_gift", { list: id, ...gift }, path);
    return id;
  }

  /** Looks up what was pasted; answers the path of the form that it fills. */
  async find(list: string, text: string): Promise<string> {
    return this.done("find_gift", { list, text }, `/lists/${list}`);
  }

  /** Opens a list to givers and answers the path of its share link. */
  async share(list: string): Promise<string> {
    await this.done("share_list", { list }, `/lists/${list}`);
    const page = await (await this.get(`/lists/${list}`)).text();
    const link = /\/l\/[A-Za-z0-9_-]{20,}/.exec(page)?.[0];
    expect(link, "the share link stands on the editor").toBeTruthy();
    return link!;
  }

  /** Makes a link by which somebody joins those who look after a list; answers its path. */
  async invite(list: string): Promise<string> {
    const before = await this.invitations(list);
    await this.done("invite_by_link", { list }, `/lists/${list}/people`);
    const made = (await this.invitations(list)).filter((path) => !before.includes(path));
    expect(made, "the new link stands on the page").toHaveLength(1);
    return made[0]!;
  }

  /** The paths of the invitations that this person made and that wait. */
  private async invitations(list: string): Promise<string[]> {
    const page = await (await this.get(`/lists/${list}/people`)).text();
    return [...new Set(page.match(/\/join\/[A-Za-z0-9_-]{40,}/g) ?? [])];
  }

  /** The ids of a list's gifts by their names, as its givers see them. */
  async gifts(share: string): Promise<Record<string, string>> {
    const token = share.replace("/l/", "");
    const answer = await this.post("shared_list", { share: token }, share, { Accept: "application/json" });
    expect(answer.status()).toBe(200);
    const { gifts } = (await answer.json()) as { gifts: { card: { id: string; name: string } }[] };
    return Object.fromEntries(gifts.map(({ card }) => [card.name, card.id]));
  }

  /** Reserves a gift and answers the token of its manage page. */
  async reserve(share: string, gift: string, giver: Person, quantity = 1): Promise<string> {
    const fields = {
      share: share.replace("/l/", ""),
      gift,
      form_key: `key-${Math.random()}`,
      name: giver.name,
      email: giver.email,
      quantity: String(quantity),
    };
    const path = await this.done("reserve", fields, `${share}/${gift}`);
    return path.replace("/r/", "").replace(/\?.*$/, "");
  }

  /** Hands this client's cookies to a browser. */
  async lend(context: BrowserContext): Promise<void> {
    const { cookies } = await this.http.storageState();
    const handed = cookies.map(({ name, value }) => ({ name, value, url: cookieSite(), secure: true, httpOnly: true, sameSite: "Lax" as const }));
    await context.addCookies(handed);
  }

  async close(): Promise<void> {
    await this.http.dispose();
  }
}
