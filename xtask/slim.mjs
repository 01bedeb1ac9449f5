// Makes a built app smaller on the way, in the folder that is named: what a phone would fetch and never use.
// `cargo xtask mend-dist` calls it in a release, before anything is listed or compressed.
//
// - Panics say nothing in a release (`boot.js` sees the trap): their messages, their places in the source and the
//   code that would write them go.
// - wasm-bindgen's names for what it imports are long and carry hashes: both sides get short ones.
// - Its script loses comments and spaces.
// - What the first page does not need becomes a part of its own, fetched when it is first asked for (`split.mjs`).
// - The style sheets become one, for on a bad link each question is dear, without what Leaflet brings for parts of it
//   that are not bundled.

import crypto from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import binaryen from "binaryen";
import { transformSync } from "esbuild";
import { leb, sections, toLeb } from "./binary.mjs";
import { made, split } from "./split.mjs";

// What is called when nothing can go on, by its names in the standard library.
const PANICS =
  /^(core|alloc|std)::.*(panicking::|_fail\b|_failed\b|_fail_rt\b|handle_error\b|handle_alloc_error\b|capacity_overflow\b|panic_already_)|::rust_begin_unwind$/;
// What Leptos would stream server functions with, of which the app has none.
const STREAMS = /^(__wbg_)?intounderlying/;
// These and what wasm-bindgen asks itself are gone by the end.
const DROPPED = /^(__wbg_)?intounderlying|^__wbindgen_describe/;
const IMPORTED = /\b__wb(?:g|indgen)_\w+/g;

// The exports that begin a piece of a program which is fetched later, by the name of the piece.
const ARRIVALS = /^arrive_(\w+)$/;

// The folder of the built page and, where its program has later pieces, the program as the linker has left it.
const [folder, linked] = process.argv.slice(2);
let parts = "";
for (const name of fs.readdirSync(folder).filter((name) => name.endsWith("_bg.wasm"))) slim(path.join(folder, name));
// `mend.rs` puts it into the page.
fs.writeFileSync(path.join(folder, "parts.txt"), parts);

oneStyle(path.join(folder, "index.html"));

function slim(file) {
  const script = file.replace(/_bg\.wasm$/, ".js");
  const short = new Map();
  let js = fs.readFileSync(script, "utf8");
  const module = withoutPanics(file);
  const arrivals = exportsOf(module).filter((name) => ARRIVALS.test(name));
  optimise(module, 0);
  optimise(module, 2);
  const bytes = withoutPlaces(bytesOf(module, arrivals.length > 0));
  if (arrivals.length > 0 && !linked) throw new Error("the linker's program is not to be found; see xtask/src/mend.rs");
  if (arrivals.length === 0) {
    fs.writeFileSync(file, renamed(bytes, short));
  } else {
    const whole = binaryen.readBinary(bytes);
    const features = whole.getFeatures();
    const [first, ...later] = split(whole, fs.readFileSync(linked), arrivals, DROPPED).map((text) => {
      const part = made(text, features);
      optimise(part, 2);
      return renamed(bytesOf(part, false), short);
    });
    fs.writeFileSync(file, first);
    later.forEach((bytes, i) => {
      const hash = crypto.createHash("sha256").update(first).update(bytes).digest("hex").slice(0, 16);
      const integrity = `sha384-${crypto.createHash("sha384").update(bytes).digest("base64")}`;
      const name = ARRIVALS.exec(arrivals[i])[1];
      const file = `later/${name}-${hash}.wasm`;
      fs.mkdirSync(path.join(folder, "later"), { recursive: true });
      fs.writeFileSync(path.join(folder, file), bytes);
      parts += ` data-part-${name}="/${file} ${integrity}"`;
    });
    js = withArrival(js, arrivals);
  }
  js = js.replace(IMPORTED, (name) => short.get(name) ?? name);
  fs.writeFileSync(script, transformSync(js, { minify: true, format: "esm" }).code);
}

// A piece is joined to the program by the script that has the program's imports; it hands on what the piece begins with.
function withArrival(js, arrivals) {
  for (const name of arrivals) {
    const before = js;
    js = js.replace(new RegExp(`export function ${name}\\(\\) \\{[^}]*\\}\\n`), "");
    if (js === before) throw new Error(`wasm-bindgen's script does not hand on ${name}; see xtask/slim.mjs`);
  }
  return `${js}
export async function join(answer, name) {
  const given = { ...__wbg_get_imports(), p0: wasm };
  const { instance } = await WebAssembly.instantiate(await answer.arrayBuffer(), given);
  instance.exports["arrive_" + name]();
}
`;
}

function oneStyle(file) {
  const page = fs.readFileSync(file, "utf8");
  const links = [...page.matchAll(/<link\b[^>]*\bhref="?([^\s">]+\.css)"?[^>]*>/g)];
  if (links.length < 2) return;
  const sheets = links.map(([, href]) => path.join(folder, path.basename(href)));
  const style = sheets.map((sheet) => fs.readFileSync(sheet, "utf8").replace(/[^{}]+\{[^{}]*\}/g, used)).join("");
  const code = transformSync(style, { minify: true, loader: "css" }).code;
  const hash = crypto.createHash("sha256").update(code).digest("hex").slice(0, 16);
  const href = links[0][1].replace(/[^/]+$/, `style-${hash}.css`);
  fs.writeFileSync(path.join(folder, path.basename(href)), code);
  for (const sheet of sheets) fs.rmSync(sheet);
  const [first, ...others] = links.map(([tag]) => tag);
  const mended = others.reduce((text, tag) => text.replace(tag, ""), page);
  fs.writeFileSync(file, mended.replace(first, `<link rel="stylesheet" href="${href}">`));
}

// A rule without those of its selectors that are of Leaflet's controls, popups and markers.
function used(rule) {
  const begin = rule.indexOf("{");
  const wanted = rule
    .slice(0, begin)
    .split(",")
    .filter((selector) => !/leaflet-(control|popup|tooltip|bar|div-icon|marker|shadow|touch|cluster|attribution)|svg_|vml/.test(selector));
  return wanted.length ? wanted.join(",") + rule.slice(begin) : "";
}

function withoutPanics(file) {
  const module = binaryen.readBinary(fs.readFileSync(file));
  let panics = 0;
  for (let i = 0; i < module.getNumFunctions(); i++) {
    const found = module.getFunctionByIndex(i);
    const { name, base } = binaryen.getFunctionInfo(found);
    if (base || !PANICS.test(name.replace(/\[[0-9a-f]+\]/g, ""))) continue;
    binaryen.Function.setBody(found, module.unreachable());
    panics += 1;
  }
  // Without names nothing is found, and nobody would notice.
  if (panics < 10) console.warn(`${file}: no panics by their names; is it built with data-wasm-opt="0"?`);
  for (const name of exportsOf(module).filter((name) => STREAMS.test(name))) module.removeExport(name);
  return module;
}

function exportsOf(module) {
  return Array.from({ length: module.getNumExports() }, (_, i) => binaryen.getExportInfo(module.getExportByIndex(i)).name);
}

function optimise(module, shrink) {
  // The lowest kilobyte is the far end of the stack.
  binaryen.setLowMemoryUnused(true);
  binaryen.setOneCallerInlineMaxSize(0);
  binaryen.setOptimizeLevel(2);
  binaryen.setShrinkLevel(shrink);
  module.optimize();
}

function bytesOf(module, names) {
  binaryen.setDebugInfo(names);
  const bytes = module.emitBinary();
  module.dispose();
  return bytes;
}

// A place is a path and its length, a line and a column. Nothing reads them any more; zeros weigh nothing.
function withoutPlaces(bytes) {
  const data = [...sections(bytes)].find(({ id }) => id === 11);
  const pieces = [];
  let [count, at] = leb(bytes, data.begin);
  for (; count > 0; count--) {
    // Active pieces at a constant address alone: flag 0, i32.const, end.
    if (bytes[at] !== 0 || bytes[at + 1] !== 0x41) return bytes;
    const [from, after] = leb(bytes, at + 2);
    const [size, begin] = leb(bytes, after + 1);
    pieces.push({ from, begin, size });
    at = begin + size;
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const paths = new Map();
  for (const { from, begin, size } of pieces) {
    for (let i = (4 - (from % 4)) % 4; i + 16 <= size; i += 4) {
      const [text, length, line, column] = [0, 4, 8, 12].map((next) => view.getUint32(begin + i + next, true));
      const home = pieces.find((piece) => piece.from <= text && text + length <= piece.from + piece.size);
      if (!home || length < 5 || length > 200 || !line || line > 30000 || !column || column > 500) continue;
      const path = bytes.subarray(home.begin + text - home.from, home.begin + text - home.from + length);
      if (!paths.has(text) && !/^[\x21-\x7e]*\/[\x21-\x7e]*\.rs$/.test(Buffer.from(path).toString("latin1"))) continue;
      paths.set(text, path);
      bytes.fill(0, begin + i, begin + i + 16);
    }
  }
  for (const path of paths.values()) path.fill(0);
  return bytes;
}

// The same module with short names for what it imports; the names are put into `short`.
function renamed(bytes, short) {
  const { at, begin, end } = [...sections(bytes)].find(({ id }) => id === 2);
  const decoder = new TextDecoder();
  const [count, first] = leb(bytes, begin);
  const out = [...toLeb(count)];
  let from = first;
  const text = () => {
    const [length, start] = leb(bytes, from);
    from = start + length;
    return decoder.decode(bytes.subarray(start, from));
  };
  for (let i = 0; i < count; i++) {
    const module = text();
    const name = text();
    if (/^__wb(g|indgen)_/.test(name) && !short.has(name)) short.set(name, `w${short.size.toString(36)}`);
    const put = (word) => out.push(...toLeb(Buffer.byteLength(word)), ...Buffer.from(word));
    put(module);
    put(short.get(name) ?? name);
    const next = described(bytes, from);
    out.push(...bytes.subarray(from, next));
    from = next;
  }
  const head = Buffer.from([2, ...toLeb(out.length)]);
  return Buffer.concat([bytes.subarray(0, at), head, Buffer.from(out), bytes.subarray(end)]);
}

// Where the description of what is imported ends: a function, a table, a memory or a global.
function described(bytes, at) {
  const kind = bytes[at];
  if (kind === 0) return leb(bytes, at + 1)[1];
  if (kind === 3) return at + 3;
  const limits = kind === 1 ? at + 2 : at + 1;
  const [, least] = leb(bytes, limits + 1);
  return bytes[limits] & 1 ? leb(bytes, least)[1] : least;
}
