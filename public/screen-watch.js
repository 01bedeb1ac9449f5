// Watches over a screen that nobody watches: a program that has stopped cannot heal itself, a reload can. It lives outside
// the program, knows nothing of the race, and never reloads into an empty page: first it makes sure that a page will come.

(() => {
  // Only the screen itself beats; its companions for the office have somebody in front of them.
  if (location.pathname.replace(/\/$/, "") !== "/screen") return;

  const page = document.documentElement;
  // The wall's colours are there before the program is: no white flash in the evening when a page is begun anew.
  const tone = new URLSearchParams(location.search).get("theme");
  page.dataset.theme = tone === "light" || tone === "day" ? "light" : "dark";
  const KEY = "homestretch.screen.reloads";
  const LOOK_MS = 5000;
  // A beat comes each second; a machine that was asleep gets as long again.
  const DEAD_MS = 25000;
  const VERSION_MS = 60000;
  // So many reloads within this time are made at once; after them one in ten minutes.
  const MOST = 4;
  const WITHIN_MS = 30 * 60 * 1000;
  const SLOW_MS = 10 * 60 * 1000;

  let beat = null;
  let beatAt = Date.now();
  let lookedAt = Date.now();
  let renew = false;
  let busy = false;

  function reloads() {
    try {
      const all = JSON.parse(sessionStorage.getItem(KEY) || "[]");
      return Array.isArray(all) ? all.filter((at) => Date.now() - at < WITHIN_MS) : [];
    } catch {
      return [];
    }
  }

  function mayReload() {
    const all = reloads();
    return all.length < MOST || Date.now() - Math.max(...all) > SLOW_MS;
  }

  // A page will come when the server, or the service worker in its place, gives the page and the program that it names.
  async function pageComes() {
    const answer = await fetch(location.href, { cache: "no-store", headers: { Accept: "text/html" } });
    const text = await answer.text();
    const program = /data-wasm="?([^"\s>]+)/.exec(text);
    const script = /data-app="?([^"\s>]+)/.exec(text);
    if (!answer.ok || !program || !script) return null;
    for (const file of [program[1], script[1]]) {
      const part = await fetch(file, { cache: "force-cache" });
      if (!part.ok) return null;
      await part.arrayBuffer();
    }
    return program[1];
  }

  async function reload() {
    if (busy || !mayReload()) return;
    busy = true;
    try {
      if (await pageComes()) {
        try {
          sessionStorage.setItem(KEY, JSON.stringify([...reloads(), Date.now()]));
        } catch {
          // Nobody counts then; the pause before a page is dead slows it down.
        }
        location.reload();
      }
    } catch {
      // The network is away: the last picture stays, and in five seconds we look again.
    } finally {
      busy = false;
    }
  }

  // boot.js asks this instead of reloading when the program has trapped.
  window.homestretchTrapped = () => {
    beatAt = 0;
    reload();
  };

  function look() {
    const now = Date.now();
    // Timers that stood still were a sleep, not a death.
    if (now - lookedAt > 3 * LOOK_MS) beatAt = now;
    lookedAt = now;
    const seen = page.dataset.beat;
    if (seen !== beat) {
      beat = seen;
      beatAt = now;
    } else if (document.visibilityState === "visible" && now - beatAt > DEAD_MS) {
      reload();
    }
  }

  // Another version of the app is taken when a scene ends, and only once all of it has come.
  async function newer() {
    if (renew) return;
    const mine = document.querySelector("script[data-wasm]");
    try {
      const program = await pageComes();
      if (program && mine && program !== mine.dataset.wasm) renew = true;
    } catch {
      // No network, no news.
    }
  }
  new MutationObserver(() => renew && reload()).observe(page, { attributeFilter: ["data-scene"] });

  // Only a secure context, such as localhost, has a wake lock.
  async function stayAwake() {
    if (document.visibilityState !== "visible") return;
    try {
      await navigator.wakeLock.request("screen");
    } catch {
      // The machine's own settings must keep it awake.
    }
  }
  document.addEventListener("visibilitychange", stayAwake);
  stayAwake();

  for (const kind of ["contextmenu", "wheel", "touchmove", "dragstart", "selectstart"]) {
    window.addEventListener(kind, (event) => event.preventDefault(), { passive: false });
  }
  setInterval(look, LOOK_MS);
  setInterval(newer, VERSION_MS);
})();
