// What the original's own tests asked of its services, asked of ours by an outside client: products,
// products that the catalogue lacks, lists with their gifts and reservations, and contact (R10.1).

import { Client } from "../support/forms.ts";
import { walk, type Case, type Kept } from "../support/cases.ts";
import { admin, someone } from "../support/people.ts";
import { EVERYBODYS, makeToken, Program } from "../support/program.ts";
import { expect, test } from "../support/test.ts";

type Who = "owner" | "other" | "admin" | "guest" | "account";
type Row = Case<Who>;

test.describe.configure({ mode: "serial" });

const kept: Kept = {};
let programs: Record<Who, Program>;

test.beforeAll(async () => {
  test.setTimeout(90_000);
  const opened = async (name: string, key: string): Promise<Program> => {
    const client = await Client.open();
    const person = await client.signUp(name);
    kept[key] = person.email;
    const token = await makeToken(client);
    await client.close();
    return Program.open(token);
  };
  const ruler = await Client.open();
  await ruler.signIn(admin());
  const rules = await makeToken(ruler, [...EVERYBODYS, "catalogue:write", "admin"]);
  await ruler.close();
  programs = {
    owner: await opened("Hanna", "ownerEmail"),
    other: await opened("Jonas", "otherEmail"),
    account: await opened("Gina", "accountEmail"),
    admin: await Program.open(rules),
    guest: await Program.open(),
  };
  Object.assign(kept, {
    guestEmail: someone("Karl").email,
    secondEmail: someone("Mia").email,
    page: `https://tinyoak.example/api-${Date.now().toString(36)}`,
    nothing: "00000000-0000-4000-8000-000000000000",
  });
});

test.afterAll(async () => {
  await Promise.all(Object.values(programs ?? {}).map((program) => program.close()));
});

const NO_PRODUCT = "No product exists with this ID.";
const NO_LIST = "List {list} does not exist.";
const NO_BODY = "API Event Body was empty.";
const NO_JSON = "API Event did not contain a valid body.";
const NO_ATTRIBUTES = "Body was missing required attributes.";

const product = (page: string, more: object = {}) => ({
  retailer: "Tiny Oak", brand: "Holzmann", details: "Wooden train", productUrl: page, imageUrl: "", price: "39.90", currency: "EUR", ...more,
});

const PRODUCTS: Row[] = [
  { says: "makes one with a price", as: "admin", ask: "POST /products", body: product("{page}-1"), told: { message: "success" }, keep: { product: "productId" } },
  { says: "makes one without a price", as: "admin", ask: "POST /products", body: product("{page}-2", { price: undefined, currency: undefined }), keep: { plain: "productId" } },
  { says: "makes one that is hidden from searches", as: "admin", ask: "POST /products", body: product("{page}-3", { searchHidden: true }), keep: { hidden: "productId" } },
  { says: "makes none without a body", as: "admin", ask: "POST /products", status: 400, error: NO_JSON },
  { says: "makes none of null", as: "admin", ask: "POST /products", body: "null", status: 400, error: NO_BODY },
  { says: "makes none of what is no JSON", as: "admin", ask: "POST /products", body: "helloworld", status: 400, error: NO_JSON },
  { says: "makes none without words", as: "admin", ask: "POST /products", body: product("{page}-4", { details: undefined }), status: 422, code: "invalid" },
  { says: "makes none twice", as: "admin", ask: "POST /products", body: product("{page}-1"), status: 409, code: "in_catalogue_already" },
  { says: "may not make one", as: "owner", ask: "POST /products", body: product("{page}-5"), status: 403, code: "scope_missing" },
  { says: "may not make one without a token", as: "guest", ask: "POST /products", body: product("{page}-5"), status: 401 },
  {
    says: "reads one with price and shop", as: "guest", ask: "GET /products/{product}",
    told: { productId: "{product}", brand: "Holzmann", details: "Wooden train", retailer: "Tiny Oak", productUrl: "{page}-1", price: "39.90" },
    lacks: ["searchHidden"],
  },
  { says: "reads one without price", as: "guest", ask: "GET /products/{plain}", told: { productId: "{plain}" }, lacks: ["price"] },
  { says: "reads one that is hidden, by its id", as: "guest", ask: "GET /products/{hidden}", told: { productId: "{hidden}" } },
  { says: "reads none that is not there", as: "guest", ask: "GET /products/{nothing}", status: 404, error: NO_PRODUCT },
  { says: "finds one by its address", as: "owner", ask: "GET /products/url/{page}-1", told: { product: { productId: "{product}", details: "Wooden train" } } },
  { says: "finds one with what only tracks people", as: "owner", ask: "GET /products/url/{page}-1%3Futm_source%3Dmail", told: { product: { productId: "{product}" } } },
  { says: "finds nothing that is hidden", as: "owner", ask: "GET /products/url/{page}-3", told: { product: {} }, lacks: ["product.productId"] },
  { says: "finds nothing that is not there", as: "owner", ask: "GET /products/url/{page}-9", told: { product: {} }, lacks: ["product.productId"] },
  { says: "finds nothing for what is no address", as: "owner", ask: "GET /products/url/helloworld", status: 422 },
  { says: "may not search", as: "guest", ask: "GET /products/url/{page}-1", status: 401 },
  { says: "may not take one away", as: "other", ask: "DELETE /products/{plain}", status: "refused" },
  { says: "takes one away", as: "admin", ask: "DELETE /products/{plain}", told: { deleted: true } },
  { says: "reads it no more", as: "guest", ask: "GET /products/{plain}", status: 404, error: NO_PRODUCT },
];

test("the walk over products", async () => {
  await walk(PRODUCTS, programs, kept);
});

const own = { brand: "Papercrane", details: "Kite", url: "{page}-kite", price: "12.50", currency: "EUR" };

const NOT_FOUND: Row[] = [
  { says: "makes one", as: "owner", ask: "POST /notfound", body: own, told: { message: "success" }, keep: { own: "productId" } },
  { says: "makes one without price and picture", as: "owner", ask: "POST /notfound", body: { brand: "Papercrane", details: "Top", url: "{page}-top" }, keep: { top: "productId" } },
  { says: "makes none without a body", as: "owner", ask: "POST /notfound", status: 400, error: NO_JSON },
  { says: "makes none of null", as: "owner", ask: "POST /notfound", body: "null", status: 400, error: NO_BODY },
  { says: "makes none of what is no JSON", as: "owner", ask: "POST /notfound", body: "{", status: 400, error: NO_JSON },
  { says: "makes none without words", as: "owner", ask: "POST /notfound", body: { brand: "Papercrane", url: "{page}-x" }, status: 422 },
  { says: "makes none without a token", as: "guest", ask: "POST /notfound", body: own, status: 401 },
  { says: "reads it", as: "owner", ask: "GET /notfound/{own}", told: { productId: "{own}", brand: "Papercrane", details: "Kite", productUrl: "{page}-kite", price: "12.50" } },
  { says: "reads one without a price", as: "owner", ask: "GET /notfound/{top}", told: { details: "Top" }, lacks: ["price", "imageUrl"] },
  { says: "reads it as an admin", as: "admin", ask: "GET /notfound/{own}", told: { productId: "{own}" } },
  { says: "reads none of others", as: "other", ask: "GET /notfound/{own}", status: 404, error: NO_PRODUCT },
  { says: "reads none that is not there", as: "owner", ask: "GET /notfound/{nothing}", status: 404, error: NO_PRODUCT },
  { says: "takes none of others away", as: "other", ask: "DELETE /notfound/{top}", status: 404, error: "Product can not be deleted." },
  { says: "takes none away that is not there", as: "owner", ask: "DELETE /notfound/{nothing}", status: 404, error: "Product can not be deleted." },
  { says: "takes it away", as: "owner", ask: "DELETE /notfound/{top}", told: { deleted: true } },
  { says: "reads it no more", as: "owner", ask: "GET /notfound/{top}", status: 404, error: NO_PRODUCT },
];

test("the walk over products that the catalogue lacks", async () => {
  await walk(NOT_FOUND, programs, kept);
});

const list = { title: "Child User1 1st Birthday", description: "A gift list for Child User1 birthday.", occasion: "Wedding", imageUrl: "/images/celebration-default.jpg", eventDate: "31 October 2031" };

const LISTS: Row[] = [
  { says: "has none", as: "owner", ask: "GET /lists", told: { user: { email: "{ownerEmail}", name: "Hanna", userId: expect.any(String) }, owned: [], closed: [] } },
  { says: "makes one", as: "owner", ask: "POST /lists", body: list, keep: { list: "listId", share: "shareToken" } },
  { says: "makes one without a date", as: "owner", ask: "POST /lists", body: { ...list, title: "Child User1 Christmas List", occasion: "Christmas", eventDate: undefined }, keep: { second: "listId" } },
  { says: "makes none without a body", as: "owner", ask: "POST /lists", status: 400, error: NO_JSON },
  { says: "makes none of null", as: "owner", ask: "POST /lists", body: "null", status: 400, error: NO_BODY },
  { says: "makes none of what is no JSON", as: "owner", ask: "POST /lists", body: "{ 'title': 1 }", status: 400, error: NO_JSON },
  { says: "makes none without a title", as: "owner", ask: "POST /lists", body: { ...list, title: undefined }, status: 422, error: "'title'" },
  { says: "makes none without a token", as: "guest", ask: "POST /lists", body: list, status: 401 },
  { says: "sees both", as: "owner", ask: "GET /lists", told: { owned: [{ role: "owner" }, { role: "owner" }], closed: [] } },
  { says: "sees none of others", as: "other", ask: "GET /lists", told: { owned: [], closed: [] } },
  {
    says: "reads it", as: "owner", ask: "GET /lists/{list}",
    told: { list: { listId: "{list}", title: list.title, description: list.description, occasion: "Wedding", state: "open", eventDate: "31 October 2031" }, products: {}, reserved: [] },
  },
  { says: "reads one without a date", as: "owner", ask: "GET /lists/{second}", told: { list: { listId: "{second}" } }, lacks: ["list.eventDate"] },
  { says: "reads none of others", as: "other", ask: "GET /lists/{list}", status: 404, error: NO_LIST },
  { says: "reads none that is not there", as: "owner", ask: "GET /lists/{nothing}", status: 404, error: "List {nothing} does not exist." },
  { says: "names none", as: "owner", ask: "GET /lists/null", status: "refused", error: "Path contained a null id parameter." },
  { says: "reads none without a token", as: "guest", ask: "GET /lists/{list}", status: 401 },
  { says: "reads it by its link", as: "guest", ask: "GET /lists/{share}/shared", told: { list: { title: list.title, state: "open" }, products: {}, reserved: {} }, lacks: ["list.email"] },
  { says: "reads it by its link with an account", as: "other", ask: "GET /lists/{share}/shared", told: { list: { title: list.title } } },
  { says: "reads nothing by its plain id", as: "guest", ask: "GET /lists/{list}/shared", status: 404, error: NO_LIST },
  { says: "changes the title", as: "owner", ask: "PUT /lists/{list}", body: { title: "Child User1 2nd Birthday" }, told: [{ updates: { title: "Child User1 2nd Birthday" } }] },
  { says: "changes all of it in another order", as: "owner", ask: "PUT /lists/{list}", body: { imageUrl: "", occasion: "Baby Shower", eventDate: "2031-11-01", description: "Come.", title: "All new" }, told: [{ updates: { title: "All new", description: "Come.", occasion: "Baby Shower", eventDate: "1 November 2031" } }] },
  { says: "takes the date away", as: "owner", ask: "PUT /lists/{list}", body: { eventDate: "" } },
  { says: "reads no date then", as: "owner", ask: "GET /lists/{list}", told: { list: { title: "All new" } }, lacks: ["list.eventDate"] },
  { says: "changes nothing without a body", as: "owner", ask: "PUT /lists/{list}", status: 400, error: NO_JSON },
  { says: "changes nothing by null", as: "owner", ask: "PUT /lists/{list}", body: "null", status: 400, error: NO_BODY },
  { says: "changes nothing by what is no JSON", as: "owner", ask: "PUT /lists/{list}", body: "title=x", status: 400, error: NO_JSON },
  { says: "changes none of others", as: "other", ask: "PUT /lists/{list}", body: { title: "Mine" }, status: 404, error: NO_LIST },
  { says: "changes none that is not there", as: "owner", ask: "PUT /lists/{nothing}", body: { title: "Mine" }, status: 404, error: "List {nothing} does not exist." },
];

test("the walk over lists", async () => {
  await walk(LISTS, programs, kept);
});

const GIFTS: Row[] = [
  { says: "adds a product with notes", as: "owner", ask: "POST /lists/{list}/product/{product}", body: { quantity: 3, productType: "products", notes: "I would like size medium." }, told: { message: true } },
  { says: "adds one without notes, with a number as text", as: "owner", ask: "POST /lists/{list}/product/{own}", body: { quantity: "2", productType: "notfound" }, told: { message: true } },
  { says: "adds none twice", as: "owner", ask: "POST /lists/{list}/product/{product}", body: { quantity: 1, productType: "products" }, status: 409, error: "Product already exists in list." },
  { says: "adds none of a wrong type", as: "owner", ask: "POST /lists/{list}/product/{hidden}", body: { quantity: 1, productType: "wrong" }, status: 422, error: "API Event did not contain a product type of products or notfound." },
  { says: "adds none without a type", as: "owner", ask: "POST /lists/{list}/product/{hidden}", body: { quantity: 1 }, status: 422, error: "API Event did not contain the product type in the body." },
  { says: "adds none without a number", as: "owner", ask: "POST /lists/{list}/product/{hidden}", body: { productType: "products" }, status: 422, error: "API Event did not contain a quantity body attribute." },
  { says: "adds none that is not there", as: "owner", ask: "POST /lists/{list}/product/{nothing}", body: { quantity: 1, productType: "products" }, status: 404, error: NO_PRODUCT },
  { says: "adds none to a list of others", as: "other", ask: "POST /lists/{list}/product/{product}", body: { quantity: 1, productType: "products" }, status: 404, error: NO_LIST },
  { says: "adds none to a list that is not there", as: "owner", ask: "POST /lists/{nothing}/product/{product}", body: { quantity: 1, productType: "products" }, status: 404 },
  { says: "names no product", as: "owner", ask: "POST /lists/{list}/product/null", body: { quantity: 1, productType: "products" }, status: "refused", error: "Path contained a null productid parameter." },
  {
    says: "sees both", as: "owner", ask: "GET /lists/{list}",
    told: { products: { "{product}": { quantity: 3, reserved: 0, purchased: 0, type: "products", notes: "I would like size medium." }, "{own}": { quantity: 2, type: "notfound" } } },
    lacks: ["products.{own}.notes"],
  },
  { says: "sees them page by page", as: "owner", ask: "GET /lists/{list}/gifts?limit=1", told: { gifts: [{ productId: "{product}" }] }, keep: { cursor: "nextCursor" } },
  { says: "sees the last page", as: "owner", ask: "GET /lists/{list}/gifts?limit=1&cursor={cursor}", told: { gifts: [{ productId: "{own}" }] }, lacks: ["nextCursor"] },
  { says: "sees both by the link", as: "guest", ask: "GET /lists/{share}/shared", told: { products: { "{product}": { quantity: 3, reserved: 0, purchased: 0 }, "{own}": { quantity: 2 } } } },
  { says: "changes how many", as: "owner", ask: "PUT /lists/{list}/product/{product}", body: { quantity: 4 }, told: { quantity: 4 } },
  { says: "changes the notes", as: "owner", ask: "PUT /lists/{list}/product/{product}", body: { quantity: 4, notes: "Large." }, told: { quantity: 4, notes: "Large." } },
  { says: "changes nothing without a body", as: "owner", ask: "PUT /lists/{list}/product/{product}", status: 400, error: NO_ATTRIBUTES },
  { says: "changes none that is not on it", as: "owner", ask: "PUT /lists/{list}/product/{nothing}", body: { quantity: 1 }, status: 404, error: "Product did not exist." },
  { says: "changes none of others", as: "other", ask: "PUT /lists/{list}/product/{product}", body: { quantity: 1 }, status: 404, error: NO_LIST },
  { says: "adds one more", as: "owner", ask: "POST /lists/{list}/product/{hidden}", body: { quantity: 1, productType: "products" }, told: { message: true } },
  { says: "takes none off a list of others", as: "other", ask: "DELETE /lists/{list}/product/{hidden}", status: 404, error: NO_LIST },
  { says: "takes it off", as: "owner", ask: "DELETE /lists/{list}/product/{hidden}", told: { message: true } },
  { says: "takes none off that is not on it", as: "owner", ask: "DELETE /lists/{list}/product/{hidden}", status: 404, error: "Product could not be deleted." },
];

test("the walk over gifts", async () => {
  await walk(GIFTS, programs, kept);
});

const RESERVE = "POST /lists/{share}/reserve/{product}/email/{guestEmail}";
const CHANGE = "PUT /lists/reserve/{manage}/email/{guestEmail}";
const FREE = "DELETE /lists/reserve/{manage}/email/{guestEmail}";
const BUY = "PUT /lists/purchase/{manage}/email/{guestEmail}";
const THING = { type: "products", brand: "Brand", details: "Details", productUrl: "https://x.example/", imageUrl: "//x.example/y.jpg" };
const asked = (quantity: number, name = "Karl") => ({ name, title: "A title", product: THING, quantity });

const GUEST: Row[] = [
  { says: "reserves none without a name", as: "guest", ask: RESERVE, body: { quantity: 1, title: "x", product: THING }, status: 422, error: "API Event did not contain a name body attribute." },
  { says: "reserves none without a number", as: "guest", ask: RESERVE, body: { name: "Karl", title: "x", product: THING }, status: 422, error: "API Event did not contain a quantity body attribute." },
  { says: "reserves none without a body", as: "guest", ask: RESERVE, status: 400, error: NO_ATTRIBUTES },
  { says: "reserves no fewer than none", as: "guest", ask: RESERVE, body: asked(-1), status: 422, error: "Reserved quantity for product (0) could not be updated by -1." },
  { says: "reserves none that is not on the list", as: "guest", ask: "POST /lists/{share}/reserve/{nothing}/email/{guestEmail}", body: asked(1), status: 404, error: "No product item exists with this ID." },
  { says: "reserves none of a list that is not there", as: "guest", ask: "POST /lists/{nothing}/reserve/{product}/email/{guestEmail}", body: asked(1), status: 404, error: "List {nothing} does not exist." },
  { says: "reserves no more than there are", as: "guest", ask: RESERVE, body: asked(5), status: 409, error: "Reserved quantity for product (0) could not be updated by 5 as exceeds required quantity (4)." },
  { says: "reserves", as: "guest", ask: RESERVE, body: asked(1), keep: { reservation: "reservation_id", manage: "manage_token", giver: "giver_token" } },
  { says: "reserves none twice", as: "guest", ask: RESERVE, headers: { "Giver-Token": "{giver}" }, body: asked(1), status: 409, error: "Product already reserved by user." },
  {
    says: "reads the reservation", as: "guest", ask: "GET /lists/reservation/{manage}",
    told: { reservationId: "{reservation}", productId: "{product}", name: "Karl", email: "{guestEmail}", quantity: 1, state: "reserved", listTitle: "All new", productType: "products" },
  },
  { says: "reads nothing by the plain id", as: "guest", ask: "GET /lists/reservation/{reservation}", status: 404, error: "Reservation ID does not exist." },
  { says: "reads none that is not there", as: "guest", ask: "GET /lists/reservation/{nothing}", status: 404, error: "Reservation ID does not exist." },
  { says: "sees by the link what is theirs", as: "guest", ask: "GET /lists/{share}/shared", headers: { "Giver-Token": "{giver}" }, told: { reserved: { "{product}": expect.any(Object) }, products: { "{product}": { reserved: 1 } } } },
  { says: "sees counts of others alone", as: "other", ask: "GET /lists/{share}/shared", told: { reserved: {}, products: { "{product}": { reserved: 1 } } } },
  { says: "sees who reserved", as: "owner", ask: "GET /lists/{list}", told: { products: { "{product}": { reserved: 1 } }, reserved: [{ name: "Karl", productId: "{product}", state: "reserved", quantity: 1 }] }, lacks: ["reserved.0.email"] },
  { says: "changes the number", as: "guest", ask: CHANGE, body: { quantity: 2, name: "Karl" }, told: { updated: true } },
  { says: "changes nothing to the same", as: "guest", ask: CHANGE, body: { quantity: 2 }, status: 422, error: "There was no difference in update request to reserved item." },
  { says: "changes nothing without a body", as: "guest", ask: CHANGE, status: 400, error: NO_ATTRIBUTES },
  { says: "changes nothing to 0", as: "guest", ask: CHANGE, body: { quantity: 0 }, status: 422, error: "Reserved quantity cannot be reduced to 0." },
  { says: "changes to no more than there are", as: "guest", ask: CHANGE, body: { quantity: 10 }, status: 409, error: "Reserved quantity for product (2) could not be updated by 8 as exceeds required quantity (4)." },
  { says: "changes nothing under another address", as: "guest", ask: "PUT /lists/reserve/{manage}/email/{secondEmail}", body: { quantity: 1 }, status: 403, error: "Requestor is not reservation owner." },
  { says: "frees nothing under another address", as: "guest", ask: "DELETE /lists/reserve/{manage}/email/{secondEmail}", status: 403, error: "Requestor is not reservation owner." },
  { says: "frees nothing that is not there", as: "guest", ask: "DELETE /lists/reserve/{nothing}/email/{guestEmail}", status: 404, error: "Reservation ID does not exist." },
  { says: "frees it", as: "guest", ask: FREE, told: { unreserved: true } },
  { says: "frees it no second time", as: "guest", ask: FREE, status: 409, error: "Product was not reserved. State = cancelled." },
  { says: "buys nothing that is free again", as: "guest", ask: BUY, status: 409, error: "Product was not reserved. State = cancelled." },
  { says: "sees it free", as: "guest", ask: "GET /lists/{share}/shared", told: { products: { "{product}": { reserved: 0 } } } },
  { says: "reserves again", as: "guest", ask: RESERVE, headers: { "Giver-Token": "{giver}" }, body: asked(1), keep: { manage: "manage_token" } },
  { says: "buys nothing under another address", as: "guest", ask: "PUT /lists/purchase/{manage}/email/{secondEmail}", body: { product: THING }, status: 403, error: "Requestor is not reservation owner." },
  { says: "buys", as: "guest", ask: BUY, body: { product: THING, quantity: 1, title: "x", name: "Karl" }, told: { purchased: true } },
  { says: "buys nothing twice", as: "guest", ask: BUY, body: { product: THING }, status: 409, error: "Product was not reserved. State = purchased." },
  { says: "changes nothing that is bought", as: "guest", ask: CHANGE, body: { quantity: 2 }, status: 409, error: "Product was not reserved. State = purchased." },
  { says: "frees nothing that is bought", as: "guest", ask: FREE, status: 409, error: "Product was not reserved. State = purchased." },
  { says: "reserves once more after buying", as: "guest", ask: RESERVE, headers: { "Giver-Token": "{giver}" }, body: asked(1), keep: { manage: "manage_token" } },
  { says: "buys that too", as: "guest", ask: BUY, told: { purchased: true } },
  { says: "sees two that are bought", as: "guest", ask: "GET /lists/{share}/shared", told: { products: { "{product}": { quantity: 4, reserved: 0, purchased: 2 } } } },
];

test("the walk of a guest", async () => {
  test.setTimeout(60_000);
  await walk(GUEST, programs, kept);
});

const MINE = "POST /lists/{share}/reserve/{own}/email/{accountEmail}";

const ACCOUNT: Row[] = [
  { says: "reserves under no address but their own", as: "account", ask: "POST /lists/{share}/reserve/{own}/email/{guestEmail}", body: asked(1, "Gina"), status: 422 },
  { says: "reserves", as: "account", ask: MINE, body: asked(1, "Gina"), keep: { theirs: "reservation_id" }, lacks: ["giver_token"] },
  { says: "reserves none twice", as: "account", ask: MINE, body: asked(1, "Gina"), status: 409, error: "Product already reserved by user." },
  { says: "reserves none on a list of their own", as: "owner", ask: "POST /lists/{share}/reserve/{own}/email/{ownerEmail}", body: asked(1, "Hanna"), status: 409, code: "own_list" },
  { says: "finds it among their own", as: "account", ask: "GET /me/reservations", told: { reservations: [{ reservationId: "{theirs}", quantity: 1, state: "reserved" }] } },
  { says: "reads it by its id", as: "account", ask: "GET /lists/reservation/{theirs}", told: { reservationId: "{theirs}", email: "{accountEmail}", productType: "notfound" } },
  { says: "reads none of others", as: "other", ask: "GET /lists/reservation/{theirs}", status: 404, error: "Reservation ID does not exist." },
  { says: "changes it by its id", as: "account", ask: "PUT /lists/reserve/{theirs}/email/{accountEmail}", body: { quantity: 2 }, told: { updated: true } },
  { says: "changes none of others", as: "other", ask: "PUT /lists/reserve/{theirs}/email/{accountEmail}", body: { quantity: 1 }, status: 404 },
  { says: "frees it by its id", as: "account", ask: "DELETE /lists/reserve/{theirs}/email/{accountEmail}", told: { unreserved: true } },
  { says: "reserves it again", as: "account", ask: MINE, body: asked(1, "Gina"), keep: { theirs: "reservation_id" } },
  { says: "deletes none of others", as: "other", ask: "DELETE /lists/reservation/{theirs}", status: 404 },
  { says: "lets it go, as an owner who sees it", as: "owner", ask: "DELETE /lists/reservation/{theirs}", told: { deleted: true } },
  { says: "reads that it was let go", as: "account", ask: "GET /lists/reservation/{theirs}", told: { state: "cancelled", letGo: true, lapsed: false } },
  { says: "counts it no more", as: "guest", ask: "GET /lists/{share}/shared", told: { products: { "{own}": { reserved: 0 } } } },
  { says: "reserves it a third time", as: "account", ask: MINE, body: asked(1, "Gina"), keep: { theirs: "reservation_id" } },
  { says: "buys it by its id", as: "account", ask: "PUT /lists/purchase/{theirs}/email/{accountEmail}", body: { product: THING }, told: { purchased: true } },
];

test("the walk of a giver with an account", async () => {
  await walk(ACCOUNT, programs, kept);
});

const CLOSED: Row[] = [
  { says: "reserves what is left", as: "guest", ask: "POST /lists/{share}/reserve/{own}/email/{secondEmail}", body: asked(1, "Mia"), keep: { manage: "manage_token" } },
  { says: "closes none of others", as: "other", ask: "POST /lists/{list}/close", status: 404, error: NO_LIST },
  { says: "closes none that is not there", as: "owner", ask: "POST /lists/{nothing}/close", status: 404 },
  { says: "closes it", as: "owner", ask: "POST /lists/{list}/close", told: { closed: true, listId: "{list}" } },
  { says: "closes it again", as: "owner", ask: "POST /lists/{list}/close", body: {}, told: { closed: true } },
  { says: "sees it among closed ones", as: "owner", ask: "GET /lists", told: { owned: [{ listId: "{second}" }], closed: [{ listId: "{list}", state: "closed" }] } },
  { says: "sees by the link that it is closed", as: "guest", ask: "GET /lists/{share}/shared", told: { list: { state: "closed" } } },
  { says: "reserves nothing on it", as: "guest", ask: RESERVE, body: asked(1), status: 409, code: "list_closed" },
  { says: "adds nothing to it", as: "owner", ask: "POST /lists/{list}/product/{hidden}", body: { quantity: 1, productType: "products" }, status: 409, code: "list_closed" },
  { says: "buys what was reserved before", as: "guest", ask: "PUT /lists/purchase/{manage}/email/{secondEmail}", told: { purchased: true } },
  { says: "opens it again", as: "owner", ask: "POST /lists/{list}/reopen", told: { state: "open" } },
  { says: "deletes none of others", as: "other", ask: "DELETE /lists/{list}", status: 404, error: NO_LIST },
  { says: "deletes none that is not there", as: "owner", ask: "DELETE /lists/{nothing}", status: 404 },
  { says: "deletes it", as: "owner", ask: "DELETE /lists/{list}", told: { deleted: true, listId: "{list}", count: expect.any(Number) } },
  { says: "reads it no more", as: "owner", ask: "GET /lists/{list}", status: 404, error: NO_LIST },
  { says: "reads it no more by its link", as: "guest", ask: "GET /lists/{share}/shared", status: 404 },
  { says: "deletes the other one", as: "owner", ask: "DELETE /lists/{second}", told: { deleted: true, count: 1 } },
  { says: "has none again", as: "owner", ask: "GET /lists", told: { owned: [], closed: [] } },
];

test("the walk over closed lists and deleted ones", async () => {
  await walk(CLOSED, programs, kept);
});

const CONTACT: Row[] = [
  { says: "says no name", as: "guest", ask: "POST /contact", body: { email: "{guestEmail}", message: "Hello" }, status: 422, error: "API Event did not contain name in the body." },
  { says: "says nothing", as: "guest", ask: "POST /contact", status: "refused", error: "API Event did not contain name in the body." },
  { says: "says what is no JSON", as: "guest", ask: "POST /contact", body: "helloworld", status: 400, error: "API Event did not contain name in the body." },
  { says: "says no address", as: "guest", ask: "POST /contact", body: { name: "Test User", message: "Hello" }, status: 422, error: "API Event did not contain email in the body." },
  { says: "says no words", as: "guest", ask: "POST /contact", body: { name: "Test User", email: "{guestEmail}" }, status: 422, error: "API Event did not contain message in the body." },
  { says: "writes", as: "guest", ask: "POST /contact", body: { name: "Test User", email: "{guestEmail}", message: "Hello" }, told: { name: "Test User", email: "{guestEmail}", message: "Hello", id: expect.stringMatching(/^EW-/) } },
];

test("the walk over contact", async () => {
  await walk(CONTACT, programs, kept);
});
