// Starts the app and watches over it: a wasm module that has trapped cannot heal itself, a reload can.
// It says so in plain words where the app cannot run. Of the race it knows which files are fetched first.

// What is said when even the sentences do not come through.
const SAYS = {
  loading: "Fetching the race…",
  boot_old: "This browser is too old for the app. A newer version of any browser will do.",
  boot_unreachable: "The app has not come through. Trying again…",
  boot_stopped: "The app has stopped. Your list is safe on this device.",
  boot_without: "Follow without the app",
  try_again: "Try again",
};
const LANGUAGES = ["de", "en", "es", "fr", "ja", "ko", "ro", "ru", "zh-Hans"];

const RELOADS = "homestretch.reloads";
const MOST_RELOADS = 3;
const WITHIN_MS = 10 * 60 * 1000;
const RETRY_MS = [1000, 3000, 9000, 20000];
// After so long the device keeps all of the app, so that every page opens without a network.
const LATER_MS = 10 * 1000;

const me = document.querySelector("script[data-app]");
// A piece in somebody else's page leaves nothing on the device, and asks it for nothing.
const nothing = "keepsNothing" in document.documentElement.dataset;
const tag = language();
let words = SAYS;
let over = false;
let app;
// Parts of the app that are on their way before they are asked for, by name.
const early = {};

// The language asked for in the address, else the one kept on this device, else the first that the browser's owner reads.
function language() {
  const wanted = [new URLSearchParams(location.search).get("lang"), kept("lang"), ...(navigator.languages || [])];
  const family = (some) => some.split("-")[0].toLowerCase();
  for (const want of wanted.filter(Boolean)) {
    const found = LANGUAGES.find((known) => family(known) === family(want));
    if (found) return found;
  }
  return "en";
}

function kept(key) {
  if (nothing) return null;
  try {
    return localStorage.getItem(`homestretch.${key}`);
  } catch {
    return null;
  }
}

async function fetchWords() {
  try {
    words = { ...SAYS, ...(await (await fetch(`/words/${tag}.json`)).json()) };
  } catch {
    // English will do.
  }
}

// The page of the same runner that needs no script.
function without() {
  const bib = /^\/runner\/([^/]+)/.exec(location.pathname);
  return `/r/${bib ? bib[1] : ""}?lang=${tag}`;
}

function say(key, button) {
  let place = document.getElementById("start");
  if (!place) {
    place = document.createElement("div");
    place.id = "start";
    place.className = "start start-over";
    document.body.append(place);
  }
  const line = document.createElement("p");
  line.className = "start-say";
  line.setAttribute("role", "alert");
  line.textContent = words[key];
  const link = document.createElement("a");
  link.className = "start-without";
  link.href = without();
  link.textContent = words.boot_without;
  place.lang = words === SAYS ? "en" : tag;
  place.replaceChildren(line, link);
  if (button) {
    const again = document.createElement("button");
    again.className = "button";
    again.textContent = words.try_again;
    again.addEventListener("click", () => {
      forget();
      location.reload();
    });
    place.append(again);
  }
}

// Storage may be forbidden; then the app is reloaded once per page at most, for nobody counts.
function recent() {
  try {
    const all = JSON.parse(sessionStorage.getItem(RELOADS) || "[]");
    return Array.isArray(all) ? all.filter((at) => Date.now() - at < WITHIN_MS) : [];
  } catch {
    return new Array(MOST_RELOADS);
  }
}

function forget() {
  if (nothing) return;
  try {
    sessionStorage.removeItem(RELOADS);
  } catch {
    // Nothing was kept.
  }
}

function trapped() {
  if (over) return;
  over = true;
  // A screen that nobody touches has a watchdog of its own.
  if (window.homestretchTrapped) {
    window.homestretchTrapped();
    return;
  }
  if (nothing) {
    say("boot_stopped", true);
    return;
  }
  const reloads = recent();
  if (reloads.length >= MOST_RELOADS) {
    say("boot_stopped", true);
    return;
  }
  try {
    sessionStorage.setItem(RELOADS, JSON.stringify([...reloads, Date.now()]));
  } catch {
    say("boot_stopped", true);
    return;
  }
  location.reload();
}

function isTrap(error) {
  return error instanceof WebAssembly.RuntimeError;
}

async function start() {
  if (typeof WebAssembly !== "object" || !WebAssembly.instantiate) {
    if (tag !== "en") await fetchWords();
    say("boot_old", false);
    return;
  }
  window.addEventListener("error", (event) => isTrap(event.error) && trapped());
  window.addEventListener("unhandledrejection", (event) => isTrap(event.reason) && trapped());
  const first = document.getElementById("start-say");
  first.textContent = words.loading;
  if (tag !== "en") {
    fetchWords().then(() => {
      first.lang = tag;
      first.textContent = words.loading;
    });
  }
  for (const pause of [...RETRY_MS, 0]) {
    try {
      app = await import(me.dataset.app);
      await app.default({ module_or_path: me.dataset.wasm });
      return;
    } catch (error) {
      if (isTrap(error)) {
        trapped();
        return;
      }
      // A browser that cannot compile the app will not learn to.
      if (error instanceof WebAssembly.CompileError || error instanceof WebAssembly.LinkError) {
        say("boot_old", false);
        return;
      }
      say("boot_unreachable", pause === 0);
      if (pause) await new Promise((done) => setTimeout(done, pause));
    }
  }
}

// The app asks so for a part of it that comes later. Built for work it has all of them, and names none here.
window.homestretchPart = async (name) => {
  const [file, integrity] = part(name);
  if (!file) {
    app[`arrive_${name}`]();
    return;
  }
  const asked = early[name] || fetch(file, { integrity });
  delete early[name];
  try {
    // Whatever else is answered in its place is refused by the browser, for it does not have the part's checksum.
    await app.join(await asked, name);
  } catch (error) {
    await renewed(file);
    throw error;
  }
};

function part(name) {
  return (me.getAttribute(`data-part-${name}`) || "").split(" ");
}

// After a new version of the app has come out the parts of the one before are no more: the page starts anew.
async function renewed(file) {
  const page = await (await fetch("/", { cache: "no-cache" })).text();
  if (page.includes(me.dataset.wasm) || page.includes(file) || !page.includes("data-part-")) return;
  if (recent().length < MOST_RELOADS) trapped();
}

// Whoever follows somebody, or opens another page than the first, needs more than the first page does.
function ahead() {
  const [file, integrity] = part("more");
  const needed = location.pathname !== "/" || location.hash || kept("followed");
  if (file && needed) {
    early.more = fetch(file, { integrity });
    early.more.catch(() => delete early.more);
  }
}

// While the app is on its way, so is the race, for each question is a long way on a bad link: what is fetched here lies
// in the browser's cache when the app asks for it. Whatever goes wrong here the app will see for itself.
async function race() {
  const get = async (name) => (await fetch(`/feed/v1/${name}`)).json();
  const head = await get("live.json");
  // Only a few of a large field, unless the viewer wants it otherwise.
  const data = new URLSearchParams(location.search).get("data") || kept("data");
  const few = data === "save" || (data !== "all" && (head.big || (navigator.connection || {}).saveData));
  if (head.keyframe && !few) get(`keyframes/${head.epoch}-${head.keyframe}.json`).catch(() => {});
  const { course, entrants, pacing } = await get(head.event);
  for (const name of [few ? "field.json" : entrants, course, pacing]) if (name) get(name).catch(() => {});
}

// The app says what the last race is made of, and the service worker keeps it. Only a build for release has one, so that
// nothing old is shown while the app is being worked on.
function keeper() {
  if (nothing || !("keep" in me.dataset) || !navigator.serviceWorker) return;
  navigator.serviceWorker.register("/sw.js").catch(() => {
    // Storage is full or forbidden: then there is no start without a network.
  });
  window.addEventListener("homestretch-keep", ({ detail }) => {
    const [at, text, files, ...changing] = detail.split("\u001e");
    const last = { at, files: files.split("\n"), bodies: [], text };
    while (changing.length) last.bodies.push(changing.splice(0, 2));
    tell(last);
  });
  // Not at once, for the first page is not to wait for it.
  setTimeout(() => navigator.connection?.saveData || tell({ later: true }), LATER_MS);
}

function tell(what) {
  navigator.serviceWorker.ready.then(({ active }) => active.postMessage(what));
}

keeper();
ahead();
start();
race().catch(() => {});
