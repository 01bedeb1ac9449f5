// What of a linked program is needed from the start, and what only by its later pieces. The linker says what refers to
// what (`--emit-relocs`, see build.rs): each function and each constant, by where it is called and where its address is
// taken. Read before wasm-bindgen has been at it, which drops these notes but leaves addresses and table as they are.

import { leb, sections } from "./binary.mjs";

export const NEVER = 255;
const FUNCTION = new Set([0, 1, 2, 12, 18, 19, 24, 26]);
const MEMORY = new Set([3, 4, 5, 11, 14, 15, 16, 17, 21, 23, 25]);
const OTHER_WITH_ADDEND = new Set([8, 9, 22]);
// What is called when nothing can go on, by its names as the linker knows them: `slim.mjs` has emptied it.
const PANIC =
  /^_RI?N[vC](?:N[tvC])*Cs[0-9A-Za-z]*_(?:4core|5alloc|3std).*(?:9panicking|\d[a-z_]*_fail(?:ed|_rt)?(?![a-z])|12handle_error|18handle_alloc_error|17capacity_overflow|panic_already_)|17rust_begin_unwind$/;

// `entries` are the exports that begin a later piece each. Given back: for each slot of the table and each stretch of
// constants the number of the piece that first needs it, 0 for what is needed from the start, or NEVER.
// `dropped` are exports that the finished app does not have.
export function reach(bytes, entries, dropped) {
  const linked = new Linked(bytes);
  const seen = new Map();
  const roots = linked.exports.filter(({ name }) => !entries.includes(name) && !dropped.test(name));
  linked.walk(roots.map(({ index }) => `f${index}`), 0, seen);
  entries.forEach((entry, i) => {
    const found = linked.exports.find(({ name }) => name === entry);
    if (!found) throw new Error(`the app has no export ${entry}, where a later piece should begin; see xtask/slim.mjs`);
    linked.walk([`f${found.index}`], i + 1, seen);
  });
  const slots = linked.slots.map(({ slot, index }) => ({ slot, piece: seen.get(`f${index}`) ?? NEVER }));
  return { slots, data: linked.stretches(seen) };
}

export class Linked {
  constructor(bytes) {
    this.bytes = bytes;
    const all = [...sections(bytes)].map((section, number) => ({ ...section, number, ...named(bytes, section) }));
    const of = (id) => all.find((section) => section.id === id);
    const custom = (name) => all.find((section) => section.name === name);
    if (!custom("linking") || !custom("reloc.CODE")) throw new Error("the linker has left no notes; see build.rs");
    this.imported = of(2) ? count(bytes, of(2)) : 0;
    this.exports = exported(bytes, of(7));
    this.slots = slotted(bytes, of(9));
    this.pieces = pieces(bytes, of(11));
    this.symbols = symbols(bytes, custom("linking"));
    this.edges = new Map();
    const panics = new Set(this.symbols.filter(({ name }) => PANIC.test(name ?? "")).map(({ index }) => index));
    const functions = bodies(bytes, of(10), this.imported);
    for (const { kind, from, target } of relocations(bytes, custom("reloc.CODE"), this.symbols)) {
      const at = from + of(10).begin;
      const { index } = functions[below(functions, at)];
      if (!panics.has(index)) this.join(`f${index}`, kind, target);
    }
    const data = this.symbols.filter(({ kind, size }) => kind === 1 && size > 0);
    data.forEach((symbol) => (symbol.at = this.pieces[symbol.segment].begin + symbol.offset));
    data.sort((a, b) => a.at - b.at);
    this.data = data;
    const notes = custom("reloc.DATA");
    for (const { kind, from, target } of notes ? relocations(bytes, notes, this.symbols) : []) {
      const at = from + of(11).begin;
      // Symbols may lie over each other: each of them refers.
      for (let i = below(data, at); i >= 0 && data[i].at > at - 4096; i--) {
        if (at < data[i].at + data[i].size) this.join(`d${data[i].number}`, kind, target);
      }
    }
  }

  join(from, kind, target) {
    if (target === undefined) return;
    if (!this.edges.has(from)) this.edges.set(from, new Set());
    this.edges.get(from).add(`${kind}${target}`);
  }

  walk(roots, piece, seen) {
    const todo = roots.filter((root) => !seen.has(root));
    todo.forEach((root) => seen.set(root, piece));
    while (todo.length) {
      for (const next of this.edges.get(todo.pop()) ?? []) {
        if (seen.has(next)) continue;
        seen.set(next, piece);
        todo.push(next);
      }
    }
  }

  // By address in the memory.
  stretches(seen) {
    const found = [];
    for (const { number, segment, offset, size } of this.data) {
      const from = this.pieces[segment].from + offset;
      found.push({ from, to: from + size, piece: seen.get(`d${number}`) ?? NEVER });
    }
    return found;
  }
}

// The last of a sorted list that begins at or before a place.
function below(list, at) {
  let [low, high] = [0, list.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (list[middle].at <= at) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

function named(bytes, { id, begin }) {
  if (id !== 0) return {};
  const [length, at] = leb(bytes, begin);
  return { name: text(bytes, at, length), content: at + length };
}

function text(bytes, at, length) {
  return Buffer.from(bytes.buffer, bytes.byteOffset + at, length).toString("utf8");
}

// How many functions are imported.
function count(bytes, section) {
  let [n, at] = leb(bytes, section.begin);
  let functions = 0;
  for (; n > 0; n--) {
    for (let word = 0; word < 2; word++) {
      const [length, next] = leb(bytes, at);
      at = next + length;
    }
    if (bytes[at] !== 0) throw new Error("the linked program imports more than functions; see xtask/reach.mjs");
    functions += 1;
    [, at] = leb(bytes, at + 1);
  }
  return functions;
}

function exported(bytes, section) {
  let [n, at] = leb(bytes, section.begin);
  const found = [];
  for (; n > 0; n--) {
    const [length, start] = leb(bytes, at);
    const name = text(bytes, start, length);
    const kind = bytes[start + length];
    const [index, next] = leb(bytes, start + length + 1);
    // wasm-bindgen makes names unique until it has seen to them.
    if (kind === 0) found.push({ name: name.replace(/_[0-9a-f]{16}$/, ""), index });
    at = next;
  }
  return found;
}

function slotted(bytes, section) {
  let [n, at] = leb(bytes, section.begin);
  const found = [];
  for (; n > 0; n--) {
    if (bytes[at] !== 0 || bytes[at + 1] !== 0x41) throw new Error("an unknown kind of table; see xtask/reach.mjs");
    let [slot, next] = leb(bytes, at + 2);
    let [length, from] = leb(bytes, next + 1);
    for (; length > 0; length--, slot++) {
      const [index, after] = leb(bytes, from);
      found.push({ slot, index });
      from = after;
    }
    at = from;
  }
  return found;
}

export function pieces(bytes, section) {
  let [n, at] = leb(bytes, section.begin);
  const found = [];
  for (; n > 0; n--) {
    if (bytes[at] !== 0 || bytes[at + 1] !== 0x41) throw new Error("an unknown kind of data; see xtask/reach.mjs");
    const [from, next] = leb(bytes, at + 2);
    const [size, begin] = leb(bytes, next + 1);
    found.push({ from, begin, size });
    at = begin + size;
  }
  return found;
}

function bodies(bytes, section, imported) {
  let [n, at] = leb(bytes, section.begin);
  const found = [];
  for (let i = 0; i < n; i++) {
    const [size, begin] = leb(bytes, at);
    found.push({ at, index: imported + i });
    at = begin + size;
  }
  return found;
}

function symbols(bytes, section) {
  let [, at] = leb(bytes, section.content);
  while (at < section.end) {
    const kind = bytes[at];
    const [size, begin] = leb(bytes, at + 1);
    if (kind === 8) return table(bytes, begin);
    at = begin + size;
  }
  throw new Error("the linker has left no symbols; see xtask/reach.mjs");
}

function table(bytes, begin) {
  let [n, at] = leb(bytes, begin);
  const next = () => {
    const [value, after] = leb(bytes, at);
    at = after;
    return value;
  };
  const name = () => {
    const length = next();
    at += length;
    return text(bytes, at - length, length);
  };
  const found = [];
  for (let number = 0; number < n; number++) {
    const kind = bytes[at++];
    const flags = next();
    const undefinedHere = (flags & 0x10) !== 0;
    const symbol = { number, kind };
    if (kind === 1) {
      name();
      if (!undefinedHere) [symbol.segment, symbol.offset, symbol.size] = [next(), next(), next()];
      // The linker's own marks lie nowhere.
      if (flags & 0x200) symbol.size = 0;
    } else {
      symbol.index = next();
      if (kind !== 3 && (!undefinedHere || flags & 0x40)) symbol.name = name();
    }
    found.push(symbol);
  }
  return found;
}

function* relocations(bytes, section, symbols) {
  let [, at] = leb(bytes, section.content);
  let n;
  [n, at] = leb(bytes, at);
  for (; n > 0; n--) {
    const type = bytes[at];
    const [from, second] = leb(bytes, at + 1);
    const [index, third] = leb(bytes, second);
    at = third;
    if (MEMORY.has(type) || OTHER_WITH_ADDEND.has(type)) [, at] = leb(bytes, at);
    if (FUNCTION.has(type)) yield { from, kind: "f", target: symbols[index].index };
    else if (MEMORY.has(type)) yield { from, kind: "d", target: index };
  }
}
