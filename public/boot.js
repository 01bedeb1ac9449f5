// Starts the app and watches over it: a wasm module that has trapped cannot heal itself, a reload can.
// It says so in plain words where the app cannot run. It knows nothing of the race.

const WORDS = {
  en: {
    loading: "Fetching the race…",
    old: "This browser is too old for the app. A newer version of any browser will do.",
    unreachable: "The app has not come through. Trying again…",
    stopped: "The app has stopped. Your list is safe on this device.",
    again: "Try again",
  },
  ko: {
    loading: "경기를 불러오는 중입니다…",
    old: "이 브라우저에서는 앱을 실행할 수 없습니다. 최신 브라우저를 사용해 주세요.",
    unreachable: "앱을 받지 못했습니다. 다시 시도하는 중입니다…",
    stopped: "앱이 멈췄습니다. 팔로우 목록은 이 기기에 그대로 있습니다.",
    again: "다시 시도",
  },
};

const RELOADS = "homestretch.reloads";
const MOST_RELOADS = 3;
const WITHIN_MS = 10 * 60 * 1000;
const RETRY_MS = [1000, 3000, 9000, 20000];

const me = document.querySelector("script[data-app]");
const asked = new URLSearchParams(location.search).get("lang") || navigator.language || "en";
const words = WORDS[asked.slice(0, 2)] || WORDS.en;
let over = false;

function say(text, button) {
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
  line.textContent = text;
  place.replaceChildren(line);
  if (button) {
    const again = document.createElement("button");
    again.className = "button";
    again.textContent = words.again;
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
  try {
    sessionStorage.removeItem(RELOADS);
  } catch {
    // Nothing was kept.
  }
}

function trapped() {
  if (over) return;
  over = true;
  const reloads = recent();
  if (reloads.length >= MOST_RELOADS) {
    say(words.stopped, true);
    return;
  }
  try {
    sessionStorage.setItem(RELOADS, JSON.stringify([...reloads, Date.now()]));
  } catch {
    say(words.stopped, true);
    return;
  }
  location.reload();
}

function isTrap(error) {
  return error instanceof WebAssembly.RuntimeError;
}

async function start() {
  if (typeof WebAssembly !== "object" || !WebAssembly.instantiate) {
    say(words.old, false);
    return;
  }
  window.addEventListener("error", (event) => isTrap(event.error) && trapped());
  window.addEventListener("unhandledrejection", (event) => isTrap(event.reason) && trapped());
  document.getElementById("start-say").textContent = words.loading;
  for (const pause of [...RETRY_MS, 0]) {
    try {
      const app = await import(me.dataset.app);
      await app.default({ module_or_path: me.dataset.wasm });
      return;
    } catch (error) {
      if (isTrap(error)) {
        trapped();
        return;
      }
      // A browser that cannot compile the app will not learn to.
      if (error instanceof WebAssembly.CompileError || error instanceof WebAssembly.LinkError) {
        say(words.old, false);
        return;
      }
      say(words.unreachable, pause === 0);
      if (pause) await new Promise((done) => setTimeout(done, pause));
    }
  }
}

start();
