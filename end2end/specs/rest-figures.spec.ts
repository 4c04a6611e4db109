// The figures of the REST API, beside those of the pages: `make bench`.

import { fromStaticRoute, tell } from "../bench/figures.ts";
import { askSteadily, ninetyNinth, type Errand } from "../bench/open-loop.ts";
import { medianOfFive, requestsPerSecond } from "../bench/wrk.ts";
import { Client, site } from "../support/forms.ts";
import { makeToken, Program } from "../support/program.ts";
import { expect, test } from "../support/test.ts";

// One after the other, and the second also where the first is missed.
test.describe.configure({ mode: "default" });

let list = "";
let share = "";
let busy = { share: "", gift: "" };
let token = "";

test.beforeAll(async () => {
  test.setTimeout(120_000);
  const client = await Client.open();
  await client.signUp("Hanna");
  const gifts = Array.from({ length: 50 }, (_, n) => ({ name: `A gift, number ${n}`, price: String(n + 5), currency: "EUR", notes: "Any colour.", any_number: n % 5 ? "" : "on", wanted: n % 5 ? "900" : "" }));
  list = await client.makeList({ title: "Fifty", occasion: "wedding", date: "2031-06-14" }, gifts);
  share = (await client.share(list)).replace("/l/", "");
  const shared = await client.share(await client.makeList({ title: "Busy", occasion: "wedding" }, [{ name: "Any number", any_number: "on" }]));
  busy = { share: shared.replace("/l/", ""), gift: (await client.gifts(shared))["Any number"]! };
  token = await makeToken(client);
  await client.close();
});

test("a shared list of 50 gifts as JSON", async () => {
  test.setTimeout(300_000);
  const url = `${site()}/api/v1/lists/${share}/shared`;
  const json = await (await fetch(url)).text();
  expect(Object.keys((JSON.parse(json) as { products: object }).products)).toHaveLength(50);
  const answered = await medianOfFive(() => requestsPerSecond(url));

  const file = test.info().outputPath("shared.json");
  const plain = await fromStaticRoute(file, json, (still) => medianOfFive(() => requestsPerSecond(still)));
  tell(`shared list as JSON: ${answered.toFixed(0)} requests/s of ${json.length} bytes; the same bytes from a static route: ${plain.toFixed(0)}; ratio 1/${(plain / answered).toFixed(1)} (at least 1/4)`);
  expect(answered * 4).toBeGreaterThanOrEqual(plain);
});

test("every endpoint while 200 requests a second come for all of them", async () => {
  test.setTimeout(300_000);
  const program = await Program.open(token);
  const { order } = (await program.ask("GET", `/lists/${list}`)).body as { order: string[] };
  const counted = order[1]!;
  const own = await program.ask("POST", "/notfound", { brand: "Papercrane", details: "Kite", url: "", price: "12.50" });
  const guest = await Program.open();
  // What is read is a list of which most is taken. What is reserved meanwhile is on another one, so that the former is
  // as long at the end as at the beginning.
  let manage = "";
  for (const [n, gift] of order.slice(0, 40).entries()) {
    const reserved = await guest.ask("POST", `/lists/${share}/reserve/${gift}/email/guest-${n}%40example.org`, { name: "Karl", quantity: 1 });
    expect(reserved.status, reserved.text).toBe(200);
    manage = reserved.body.manage_token as string;
  }
  await Promise.all([program.close(), guest.close()]);

  const headers = { Authorization: `Bearer ${token}` };
  let count = 0;
  const read = (path: string, weight = 1): Errand => ({ name: `GET ${path.replace(list, "{id}").replace(share, "{share}").replace(manage, "{manage}")}`, method: "GET", path: () => `/api/v1${path}`, headers, weight });
  const open = (path: string, weight = 1): Errand => ({ ...read(path, weight), headers: {} });
  const errands: Errand[] = [
    ...["/me", "/sessions", "/tokens", "/bin", "/webhooks", "/me/reservations"].map((path) => read(path)),
    read("/lists", 2),
    read(`/lists/${list}`, 3),
    ...["gifts", "people", "giving", "thanks", "export"].map((what) => read(`/lists/${list}/${what}`)),
    read(`/lists/${list}/product/${counted}`),
    read(`/notfound/${own.body.productId as string}`),
    read(`/products/url/${encodeURIComponent("https://papercrane.example/kite")}`),
    open(`/lists/${share}/shared`, 4),
    open(`/lists/reservation/${manage}`, 2),
    open("/covers"),
    { name: "PUT /lists/{id}", method: "PUT", path: () => `/api/v1/lists/${list}`, headers, body: () => ({ description: `Come at ${(count += 1)}.` }) },
    { name: "PUT /lists/{id}/product/{productid}", method: "PUT", path: () => `/api/v1/lists/${list}/product/${order[2]!}`, headers, body: () => ({ quantity: 100 + ((count += 1) % 700) }) },
    {
      name: "POST /lists/{share}/reserve/{productid}/email/{email}",
      method: "POST",
      path: () => `/api/v1/lists/${busy.share}/reserve/${busy.gift}/email/giver-${(count += 1)}%40example.org`,
      body: () => ({ name: "Karl", quantity: 1 }),
    },
  ];
  await askSteadily(site(), errands, 200, 3);
  const taken = await askSteadily(site(), errands, 200, 45);
  const slowest = [...taken].map(([name, times]) => ({ name, p99: ninetyNinth(times), count: times.length })).sort((a, b) => b.p99 - a.p99);
  for (const { name, p99, count } of slowest.slice(0, 8)) tell(`p99 ${p99.toFixed(1)} ms of ${count}: ${name}`);
  tell(`${slowest.length} endpoints at 200 requests/s mixed; the slowest p99 is ${slowest[0]!.p99.toFixed(1)} ms (under 20)`);
  expect(slowest.filter(({ p99 }) => p99 >= 20)).toEqual([]);
});
