// Keeps the app and the last race on the device, so that a later visit starts without a network.
// `cargo xtask build` writes the list of the app's files and its version in here; nothing else knows them.
//
// The app decides what makes up the last race and says so; this only keeps it, and gives it back marked as kept, so
// that the app never takes it for news.

const VERSION = "dev";
const SHELL = [];
// What is fetched when it is first needed, and kept from then on, or once the first page is there.
const LATER = [];
// Pages with a program of their own, such as the big screen's, and their files: kept by who opens them, and only by them.
const PAGES = {};

const APP = "homestretch-app-" + VERSION;
const RACE = "homestretch-race";
const FEED = "/feed/v1/";
const HEAD = FEED + "live.json";
// What changes with the race under the same name: what is kept of it is given back marked as kept.
const CHANGES = /^\/feed\/v1\/(live|field|light\/\d+)\.json$/;
// A page that takes longer is opened from the device instead; its files come from the device in any case.
const PATIENCE_MS = 3000;
// Not pages of the app: the server's own, which need no script, its map file, of which only parts are asked for, and
// the piece in somebody else's page, which is kept nowhere.
const NO_APP = /^\/(feed|api|r|map|embed)(\/|$)/;

self.addEventListener("install", (event) => {
  event.waitUntil(install().then(() => self.skipWaiting()));
});

// Files with a hash in their name have just come with the page, so most of this costs nothing on the way.
async function install() {
  const known = (await caches.keys()).some((name) => name.startsWith("homestretch-app-") && name !== APP);
  const app = await caches.open(APP);
  // Whoever has had a version before is to have all of the new one.
  await app.addAll([...SHELL, ...(known ? LATER : [])].map((path) => new Request(path, hashed(path) ? {} : { cache: "no-cache" })));
}

self.addEventListener("activate", (event) => {
  event.waitUntil(tidy().then(() => self.clients.claim()).then(keepOpen));
});

// Which page of its own an address belongs to, if any.
function own(address) {
  const name = new URL(address).pathname.split("/")[1];
  return Object.hasOwn(PAGES, name) ? name : undefined;
}

// The page that was open before there was a service worker is kept too.
async function keepOpen() {
  for (const { url } of await self.clients.matchAll({ type: "window" })) await keepOwn(own(url));
}

async function keepOwn(name) {
  if (!name) return;
  const app = await caches.open(APP);
  const has = (await app.keys()).map(({ url }) => new URL(url).pathname);
  const missing = PAGES[name].filter((path) => !has.includes(path));
  await app.addAll(missing);
  const old = has.filter((path) => path.startsWith(`/${name}/`) && !PAGES[name].includes(path));
  for (const path of old) await app.delete(path);
}

async function tidy() {
  for (const name of await caches.keys()) {
    if (name.startsWith("homestretch-app-") && name !== APP) await caches.delete(name);
  }
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== self.location.origin) return;
  if (CHANGES.test(pathname)) event.respondWith(changing(request, pathname));
  else if (pathname.startsWith(FEED)) event.respondWith(file(request));
  else if (NO_APP.test(pathname)) return;
  else if (request.mode === "navigate") {
    const name = own(request.url);
    event.respondWith(page(request, name ? `/${name}/index.html` : "/index.html"));
    event.waitUntil(keepOwn(name).catch(() => {}));
  }
  else event.respondWith(part(request, pathname));
});

function hashed(path) {
  return /[-_][0-9a-f]{12,}[._]/.test(path);
}

// In place of a good answer comes the kept one, marked with what came instead: no answer, a status, a log-in page.
async function changing(request, pathname) {
  const { answer, fault } = await ask(request);
  if (answer && !fault) return answer;
  const kept = await (await caches.open(RACE)).match(pathname);
  if (!kept) return answer || Response.error();
  const headers = new Headers(kept.headers);
  headers.set("X-Kept-For", fault || "");
  return new Response(kept.body, { headers });
}

async function file(request) {
  const { answer, fault } = await ask(request);
  const race = await caches.open(RACE);
  // Withdrawn: it names people, and must not come back from here.
  if (answer && answer.status === 410) await race.delete(request.url);
  if (answer && !fault) return answer;
  return (await race.match(request.url)) || answer || Response.error();
}

// The answer, if any, and what is wrong with it in a word that the app knows.
async function ask(request) {
  const answer = await fetch(request).catch(() => undefined);
  if (!answer || answer.status === 304) return { answer };
  if (!answer.ok) return { answer, fault: String(answer.status) };
  if ((answer.headers.get("Content-Type") || "").includes("html")) return { answer, fault: "page" };
  const whole = await answer.clone().json().then(() => true, () => false);
  return { answer, fault: whole ? undefined : "junk" };
}

async function page(request, file) {
  const kept = async () => (await caches.open(APP)).match(file);
  const late = new Promise((done) => setTimeout(done, PATIENCE_MS));
  const fresh = fetch(request).catch(() => undefined);
  const answer = await Promise.race([fresh, late]);
  // A network that leads on to its log-in page is let do so: that is the way out.
  if (answer && (answer.type === "opaqueredirect" || (answer.status < 500 && (await ours(answer))))) return answer;
  return (await kept()) || (await fresh) || Response.error();
}

// What answers in the server's place does not know the app's name.
function ours(answer) {
  const text = answer.clone().text();
  return text.then((page) => page.includes("Homestretch"), () => false);
}

async function part(request, pathname) {
  const app = await caches.open(APP);
  if (hashed(pathname)) {
    const kept = await app.match(pathname);
    if (kept || !LATER.includes(pathname)) return kept || fetch(request);
  }
  try {
    const answer = await fetch(request);
    // A language comes when it is chosen, and stays.
    const sound = answer.ok && !(answer.headers.get("Content-Type") || "").includes("html");
    if (sound) await app.put(pathname, answer.clone());
    return sound ? answer : (await app.match(pathname)) || answer;
  } catch (error) {
    const kept = await app.match(pathname);
    if (kept) return kept;
    throw error;
  }
}

// What the app says is the last race: when its head came, the files that go with it, name and text of those that change,
// and the head itself.
self.addEventListener("message", (event) => {
  const { at, files, bodies = [], text, later } = event.data || {};
  if (later) event.waitUntil(keepLater());
  if (Array.isArray(files) && typeof text === "string") event.waitUntil(keep(at, files, bodies, text));
});

async function keepLater() {
  const app = await caches.open(APP);
  for (const path of LATER) if (!(await app.match(path))) await app.add(path);
}

async function keep(at, files, bodies, text) {
  const race = await caches.open(RACE);
  const address = (name) => new URL(FEED + name, self.location.origin).href;
  const wanted = files.map(address);
  for (const url of wanted) {
    if (await race.match(url)) continue;
    const { answer, fault } = await ask(url);
    // Half a race is no race: the one before stays.
    if (!answer || fault) return;
    await race.put(url, answer);
  }
  const headers = { "Content-Type": "application/json", "X-Kept-At": String(at) };
  for (const [name, body] of bodies) {
    await race.put(address(name), new Response(body, { headers }));
    wanted.push(address(name));
  }
  await race.put(HEAD, new Response(text, { headers }));
  for (const old of await race.keys()) {
    if (!wanted.includes(old.url) && new URL(old.url).pathname !== HEAD) await race.delete(old);
  }
}

// A press on a notification brings the app to the front, or opens it.
self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(show());
});

async function show() {
  const [open] = await self.clients.matchAll({ type: "window" });
  await (open ? open.focus() : self.clients.openWindow("/"));
}
