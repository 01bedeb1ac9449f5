// The bytes of a WebAssembly module: numbers of any length, and sections.

// The sections of a module: what it is, where it lies, where its content begins.
export function* sections(bytes) {
  let at = 8;
  while (at < bytes.length) {
    const [size, begin] = leb(bytes, at + 1);
    yield { id: bytes[at], at, begin, end: begin + size };
    at = begin + size;
  }
}

// A number, and what follows it.
export function leb(bytes, at) {
  let value = 0;
  for (let shift = 0; ; shift += 7) {
    const byte = bytes[at++];
    value += (byte & 127) * 2 ** shift;
    if (byte < 128) return [value, at];
  }
}

export function toLeb(value) {
  const bytes = [];
  do {
    bytes.push((value & 127) | (value > 127 ? 128 : 0));
    value = Math.floor(value / 128);
  } while (value > 0);
  return bytes;
}
