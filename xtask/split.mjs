// Splits a program into what is needed from the start and later pieces, which share its memory, its table and whatever
// of it they call. A piece holds the functions and constants that nothing reaches but what lies behind its entry.
//
// A slot of the table whose function comes later traps until then; nothing calls it before, for only the piece's own
// code and constants know it.

import binaryen from "binaryen";
import { reach } from "./reach.mjs";

const NAME = String.raw`\$(?:"(?:[^"\\]|\\.)*"|[^\s()]+)`;
const CALL = new RegExp(String.raw`\((?:return_)?(?:call|ref\.func) (${NAME})`, "g");
// More zeros than this between constants are left out.
const HOLE = 12;
const UNKNOWN = 65535;

// `module` is the whole, `linked` the same as the linker has left it. Gives back the texts of the program and of its
// pieces, in the order of their entries; piece n imports from "p0", the program, and from the pieces before it.
export function split(module, linked, entries, dropped) {
  const whole = fields(module.emitText());
  const found = reach(linked, entries, dropped);
  const levels = assigned(whole, found, entries);
  const shared = entries.map(() => new Map()).concat(new Map());
  const texts = entries.map((entry, i) => piece(whole, found, levels, shared, i + 1, entry));
  return [program(whole, found, levels, shared[0], entries), ...texts.map((text, i) => text + shares(shared[i + 1]) + ")")];
}

// The parts of a module: what they are, what they are called, and how they are written.
function fields(text) {
  return text
    .slice(text.indexOf("\n") + 1, text.lastIndexOf(")"))
    .split(/^(?= \()/m)
    .filter((field) => field.trim())
    .map((field) => {
      const kind = /\((\w+)/.exec(field)[1];
      const inner = kind === "import" ? /\((func|table|memory|global|tag)\b/.exec(field.slice(3))?.[1] : undefined;
      return { kind, inner, name: new RegExp(NAME).exec(field)?.[0], text: field };
    });
}

function exportOf({ text }) {
  return /\(export "((?:[^"\\]|\\.)*)" \((\w+) /.exec(text);
}

function slots(whole) {
  const all = new Map();
  for (const { text } of whole.filter(({ kind }) => kind === "elem")) {
    const [, from, names] = /\(i32\.const (\d+)\)(?: func)?([^]*)\)\s*$/.exec(text);
    [...names.matchAll(new RegExp(NAME, "g"))].forEach(([name], i) => all.set(Number(from) + i, name));
  }
  return all;
}

// By function the number of the piece that first needs it, 0 for the program; none where nothing does.
function assigned(whole, found, entries) {
  const calls = new Map();
  for (const { kind, name, text } of whole) {
    if (kind === "func") calls.set(name, [...text.matchAll(CALL)].map(([, callee]) => callee));
  }
  const comes = new Map(found.slots.map(({ slot, piece }) => [slot, piece]));
  const levels = new Map();
  for (let level = 0; level <= entries.length; level++) {
    const todo = [];
    for (const field of whole) {
      const [, name, kind] = (field.kind === "export" && exportOf(field)) || [];
      if (kind === "func" && entries.indexOf(name) + 1 === level) todo.push(field.name);
      if (field.kind === "start" && level === 0) todo.push(field.name);
    }
    // What wasm-bindgen has added to the table the linker did not know.
    for (const [slot, name] of slots(whole)) if ((comes.get(slot) ?? 0) === level) todo.push(name);
    while (todo.length) {
      const name = todo.pop();
      if (levels.has(name) || !calls.has(name)) continue;
      levels.set(name, level);
      todo.push(...calls.get(name));
    }
  }
  return levels;
}

function program(whole, found, levels, shared, entries) {
  const comes = new Map(found.slots.map(({ slot, piece }) => [slot, piece]));
  const kept = whole.filter((field) => {
    if (field.kind === "func") return levels.get(field.name) === 0;
    if (field.kind === "export") return !entries.includes(exportOf(field)[1]);
    return !["elem", "data"].includes(field.kind);
  });
  const filled = [...slots(whole)].map(([slot, name]) => [slot, comes.get(slot) > 0 ? "$nowhere" : name]);
  const text = kept.map(({ text }) => text).join("");
  return `(module\n${text}${elements(filled)}${constants(whole, found, 0)} (func $nowhere unreachable)\n${shares(shared)})`;
}

function piece(whole, found, levels, shared, level, entry) {
  const comes = new Map(found.slots.map(({ slot, piece }) => [slot, piece]));
  const own = whole.filter(({ kind, name }) => kind === "func" && levels.get(name) === level);
  const wanted = new Set(own.flatMap(({ text }) => [...text.matchAll(CALL)].map(([, callee]) => callee)));
  const given = (what, name, kind, from = 0) => {
    const names = shared[from];
    // A memory, a table and a function may have the same name.
    const key = `${kind} ${name}`;
    if (!names.has(key)) names.set(key, { as: `${kind[0]}${names.size.toString(36)}`, kind, name });
    return ` (import "p${from}" "${names.get(key).as}" ${what})\n`;
  };
  const body = own.map(({ text }) => text).join("");
  const mentions = (name) => new RegExp(`${name.replace(/[$.]/g, "\\$&")}(?![\\w$.])`).test(body);
  const parts = [];
  for (const field of whole) {
    const { kind, inner, name, text } = field;
    if (kind === "type" || kind === "rec") parts.push(text);
    else if (kind === "import" && wanted.has(name)) parts.push(text);
    else if (kind === "import" && inner !== "func" && inner !== undefined) throw new Error(`cannot share ${name}`);
    else if (kind === "memory") parts.push(given(`(memory ${name} ${/\d[\d ]*/.exec(text.slice(text.indexOf(name) + name.length))[0].trim()})`, name, kind));
    else if (kind === "table") parts.push(given(text.trim().replace(/ \(ref\.null[^)]*\)/, ""), name, kind));
    else if (kind === "global" && mentions(name)) parts.push(given(`(global ${name} ${/\(mut \w+\)|(?<=\s)[if]\d\d/.exec(text.slice(text.indexOf(name) + name.length))[0]})`, name, kind));
    else if (kind === "func" && wanted.has(name) && levels.get(name) < level) {
      parts.push(given(`(func ${name} ${signature(text, name)})`, name, kind, levels.get(name)));
    }
  }
  const filled = [...slots(whole)].filter(([slot, name]) => comes.get(slot) === level && levels.get(name) === level);
  // Of a function that came before, the slot is filled here all the same.
  for (const [slot, name] of slots(whole)) {
    if (comes.get(slot) !== level || levels.get(name) === level) continue;
    const field = whole.find((field) => field.kind === "func" && field.name === name);
    if (!wanted.has(name)) parts.push(given(`(func ${name} ${signature(field.text, name)})`, name, "func", levels.get(name)));
    wanted.add(name);
    filled.push([slot, name]);
  }
  filled.sort(([a], [b]) => a - b);
  const begin = whole.find((field) => field.kind === "export" && exportOf(field)[1] === entry);
  return `(module\n${parts.join("")}${elements(filled)}${constants(whole, found, level)}${body}${begin.text}`;
}

function signature(text, name) {
  const head = text.slice(text.indexOf(name) + name.length);
  const type = new RegExp(String.raw`^ \(type ${NAME}\)`).exec(head)?.[0] ?? "";
  const after = head.slice(type.length);
  const told = /^(?: \((?:param|result)[^()]*(?:\([^()]*\)[^()]*)*\))*/.exec(after)[0];
  return type + told;
}

function shares(shared) {
  return [...shared.values()].map(({ as, kind, name }) => ` (export "${as}" (${kind} ${name}))\n`).join("");
}

// Runs of slots, written one after another.
function elements(filled) {
  const runs = [];
  for (const [slot, name] of filled) {
    const last = runs.at(-1);
    if (last && last.from + last.names.length === slot) last.names.push(name);
    else runs.push({ from: slot, names: [name] });
  }
  return runs.map(({ from, names }) => ` (elem (table $0) (i32.const ${from}) func ${names.join(" ")})\n`).join("");
}

// The constants of a piece, where they lie. Zeros need not be told.
function constants(whole, found, level) {
  const segments = whole.filter(({ kind }) => kind === "data").map(({ text }) => written(text));
  const from = Math.min(...segments.map(({ from }) => from));
  const to = Math.max(...segments.map(({ from, bytes }) => from + bytes.length));
  const memory = new Uint8Array(to - from);
  for (const segment of segments) memory.set(segment.bytes, segment.from - from);
  // What no name of the linker's lies over stays from the start; over what several do, the first to need it has it.
  const levels = new Uint16Array(to - from).fill(UNKNOWN);
  for (const stretch of found.data) {
    for (let at = Math.max(stretch.from, from); at < Math.min(stretch.to, to); at++) {
      levels[at - from] = Math.min(levels[at - from], stretch.piece);
    }
  }
  const owner = (at) => (levels[at] === UNKNOWN ? 0 : levels[at]);
  const runs = [];
  let open = false;
  for (let at = 0; at < memory.length; at++) {
    // The program may write zeros where a piece will be; a piece may not write where the program is.
    if (owner(at) !== level) open &&= level === 0;
    else if (memory[at] !== 0) {
      if (open && at - runs.at(-1).to < HOLE) runs.at(-1).to = at + 1;
      else runs.push({ at, to: at + 1 });
      open = true;
    }
  }
  const mine = memory.map((byte, at) => (owner(at) === level ? byte : 0));
  const told = (bytes) => [...bytes].map((byte) => `\\${byte.toString(16).padStart(2, "0")}`).join("");
  return runs.map(({ at, to }) => ` (data (i32.const ${at + from}) "${told(mine.subarray(at, to))}")\n`).join("");
}

function written(text) {
  const [, from, said] = /\(i32\.const (\d+)\) "((?:[^"\\]|\\.)*)"\)\s*$/.exec(text);
  const bytes = [];
  const marks = { t: 9, n: 10, r: 13, '"': 34, "'": 39, "\\": 92 };
  for (let i = 0; i < said.length; i++) {
    if (said[i] !== "\\") bytes.push(said.charCodeAt(i));
    else if (said[i + 1] in marks) bytes.push(marks[said[++i]]);
    else bytes.push(parseInt(said.slice(i + 1, (i += 2) + 1), 16));
  }
  return { from: Number(from), bytes };
}

// A module of such a text, for browsers that know as much as the whole asks of them.
export function made(text, features) {
  const module = binaryen.parseText(text);
  module.setFeatures(features);
  if (!module.validate()) throw new Error("a piece of the app is not valid; see xtask/split.mjs");
  return module;
}
