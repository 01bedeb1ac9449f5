// Runs each way of drawing moving dots in turn, over the same Leaflet map and the same field, and tells the driver
// when a stretch of frames begins and ends, so that it can read the CPU time of all of the browser's processes.
import init, { Ours } from "/bench_dots.js";

const ZOOM = 12, CENTRE = [39.02, 125.72];
const HUES = ["#0072b2", "#ad4e00", "#00795a", "#a3487f"];

const tell = (what, body) => fetch("/" + what, { method: "POST", body: JSON.stringify(body) }).then((r) => r.json());

const { width: WIDTH, height: HEIGHT, warm_ms: WARM_MS, stretch_ms: STRETCH_MS, turns } = await tell("plan", {});
const RATIO = devicePixelRatio;

document.getElementById("map").style.cssText = `width: ${WIDTH}px; height: ${HEIGHT}px`;
const map = L.map("map", { zoomControl: false, attributionControl: false, zoomAnimation: false, fadeAnimation: false });
map.setView(CENTRE, ZOOM);

// A course of some 4,000 pixels that winds over the screen and does not meet itself.
const line = [];
for (let k = 0; k <= 2000; k++) {
  const t = k / 2000;
  const point = L.point(
    WIDTH * (0.06 + 0.88 * t) + 60 * Math.sin(t * 19),
    HEIGHT * (0.5 + 0.38 * Math.sin(t * 4 * Math.PI) * (0.7 + 0.3 * Math.cos(t * 9))),
  );
  const at = map.containerPointToLatLng(point);
  line.push([at.lat, at.lng]);
}
const placeAt = (share) => {
  const k = Math.min(share * 2000, 1999.999), i = k | 0, t = k - i, a = line[i], b = line[i + 1];
  return [a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t];
};

// Where each runner is in a frame, as a share of the course: all of them move in every frame, each at a pace.
// What does not change is worked out once, so that this costs every way next to nothing.
const from = new Float64Array(50000), pace = new Float64Array(50000);
for (let i = 0; i < from.length; i++) {
  from[i] = ((i * 0.6180339887) % 1) * 0.92;
  pace[i] = (1 + ((i * 7919) % 1000) / 1500) * 1.2e-4;
}
const shares = (n, frame, to) => {
  for (let i = 0; i < n; i++) {
    const share = from[i] + frame * pace[i];
    to[i] = share - Math.floor(share);
  }
  return to;
};

const canvas = () => {
  const made = document.createElement("canvas");
  made.width = WIDTH * RATIO;
  made.height = HEIGHT * RATIO;
  made.style.cssText = `width: ${WIDTH}px; height: ${HEIGHT}px`;
  made.className = "ours";
  map.getContainer().appendChild(made);
  return made;
};

const name = (text) => {
  const made = document.createElement("canvas");
  const ctx = made.getContext("2d", { willReadFrequently: true });
  const font = `500 ${12 * RATIO}px sans-serif`;
  ctx.font = font;
  made.width = Math.ceil(ctx.measureText(text).width + 12 * RATIO);
  made.height = 20 * RATIO;
  ctx.font = font;
  ctx.fillStyle = "rgba(255,255,255,0.88)";
  ctx.fillRect(0, 0, made.width, made.height);
  ctx.fillStyle = "#1b1f24";
  ctx.textBaseline = "middle";
  ctx.fillText(text, 6 * RATIO, 10 * RATIO);
  return ctx.getImageData(0, 0, made.width, made.height);
};

// Each way gives what draws a frame and what takes it away.
const ways = {
  floor() {
    const made = canvas(), ctx = made.getContext("2d");
    return { draw: () => ctx.clearRect(0, 0, made.width, made.height), gone: () => made.remove() };
  },
  ours(n) {
    const made = canvas(), ctx = made.getContext("2d"), at = new Float64Array(n);
    const corner = map.getPixelBounds().min;
    const ours = new Ours(new Float64Array(line.flat()), n, ZOOM, corner.x, corner.y, made.width, made.height, RATIO);
    for (let k = 0; k < 20; k++) {
      const image = name("Harbour Swallow " + k);
      ours.add_name(new Uint8Array(image.data.buffer), image.width, image.height);
    }
    return {
      draw: (frame) => ours.frame(shares(n, frame, at), ctx),
      gone: () => {
        made.remove();
        ours.free();
      },
    };
  },
  "leaflet-canvas": (n) => markers(n, L.canvas()),
  "leaflet-svg": (n) => markers(n, L.svg()),
  glify(n) {
    const at = new Float64Array(n), data = shares(n, 0, at);
    const places = Array.from(data, placeAt);
    const colour = { r: 0, g: 0.45, b: 0.7, a: 1 };
    const layer = L.glify.points({ map, data: places, size: 9, color: () => colour });
    return {
      draw: (frame) => {
        shares(n, frame, at);
        for (let i = 0; i < n; i++) places[i] = placeAt(at[i]);
        layer.settings.data = places;
        layer.render();
      },
      gone: () => layer.remove(),
    };
  },
  sprite(n) {
    const made = canvas(), ctx = made.getContext("2d"), at = new Float64Array(n);
    const sprites = HUES.map((hue) => {
      const dot = document.createElement("canvas");
      dot.width = dot.height = 11 * RATIO;
      const pen = dot.getContext("2d");
      pen.scale(RATIO, RATIO);
      pen.beginPath();
      pen.arc(5.5, 5.5, 4, 0, 7);
      pen.fillStyle = hue;
      pen.fill();
      pen.lineWidth = 1.5;
      pen.strokeStyle = "#fff";
      pen.stroke();
      return dot;
    });
    const px = line.map((at) => map.latLngToContainerPoint(at));
    return {
      draw: (frame) => {
        shares(n, frame, at);
        ctx.clearRect(0, 0, made.width, made.height);
        for (let i = 0; i < n; i++) {
          const k = Math.min(at[i] * 2000, 1999.999), j = k | 0, t = k - j;
          const x = px[j].x + (px[j + 1].x - px[j].x) * t, y = px[j].y + (px[j + 1].y - px[j].y) * t;
          ctx.drawImage(sprites[(i >> 4) & 3], (x - 5.5) * RATIO, (y - 5.5) * RATIO);
        }
      },
      gone: () => made.remove(),
    };
  },
};

const markers = (n, renderer) => {
  renderer.addTo(map);
  const at = shares(n, 0, new Float64Array(n)), all = [];
  for (let i = 0; i < n; i++) {
    const style = { renderer, radius: 4, color: "#fff", weight: 1.5, fillColor: HUES[(i >> 4) & 3], fillOpacity: 1 };
    all.push(L.circleMarker(placeAt(at[i]), style).addTo(map));
  }
  return {
    draw: (frame) => {
      shares(n, frame, at);
      for (let i = 0; i < n; i++) all[i].setLatLng(placeAt(at[i]));
    },
    gone: () => {
      all.forEach((marker) => marker.remove());
      renderer.remove();
    },
  };
};

// Draws frames, as many as the browser gives, for so long; at least two.
const run = (way, from, ms) =>
  new Promise((done) => {
    const start = performance.now();
    let frame = from;
    const step = () => {
      way.draw(frame++);
      if (performance.now() - start < ms || frame - from < 2) requestAnimationFrame(step);
      else requestAnimationFrame(() => done(frame - from));
    };
    requestAnimationFrame(step);
  });

// All ways take turns, round by round, so that a busy minute of the machine falls on all of them alike.
await init({ module_or_path: "/bench_dots_bg.wasm" });
for (const { n, peer } of turns) {
  let way;
  try {
    way = ways[peer](n);
    const frame = await run(way, 0, WARM_MS);
    // What others have left behind is not swept up at this one's cost.
    globalThis.gc?.();
    await tell("begin", { n, peer });
    const frames = await run(way, frame, STRETCH_MS);
    await tell("end", { n, peer, frames });
  } catch (problem) {
    await tell("failed", { n, peer, problem: String(problem) });
  }
  way?.gone();
}
await tell("done", {});
