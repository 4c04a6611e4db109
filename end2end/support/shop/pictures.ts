// Pictures of one colour, written by hand: real ones for whoever decodes, measures and scales them.

import { createHash } from "node:crypto";
import { deflateSync } from "node:zlib";

export type Colour = [red: number, green: number, blue: number];

/** A colour that belongs to a text, such as the address of a picture. */
export function colourOf(text: string): Colour {
  const [red, green, blue] = createHash("sha256").update(text).digest();
  return [red!, green!, blue!];
}

function crc(bytes: Buffer): number {
  let rest = 0xffffffff;
  for (const byte of bytes) {
    rest ^= byte;
    for (let bit = 0; bit < 8; bit += 1) rest = (rest >>> 1) ^ (rest & 1 ? 0xedb88320 : 0);
  }
  return (rest ^ 0xffffffff) >>> 0;
}

function chunk(kind: string, content: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(kind, "latin1"), content]);
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(content.length);
  check.writeUInt32BE(crc(named));
  return Buffer.concat([length, named, check]);
}

/** A PNG (https://www.w3.org/TR/png-3/). Its head can say another size than it has, as a bomb does. */
export function png(width: number, height: number, colour: Colour, said = { width, height }): Buffer {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(said.width, 0);
  head.writeUInt32BE(said.height, 4);
  // Eight bits of red, green and blue each.
  head.set([8, 2, 0, 0, 0], 8);
  const row = Buffer.concat([Buffer.of(0), Buffer.from(Array.from({ length: width }, () => colour).flat())]);
  const rows = Buffer.concat(Array.from({ length: height }, () => row));
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([signature, chunk("IHDR", head), chunk("IDAT", deflateSync(rows)), chunk("IEND", Buffer.alloc(0))]);
}

/** Bits in a row, and what a JPEG puts after a byte of ones. */
class Bits {
  private readonly bytes: number[] = [];
  private open = "";

  add(bits: string): void {
    this.open += bits;
    while (this.open.length >= 8) {
      const byte = parseInt(this.open.slice(0, 8), 2);
      this.bytes.push(byte, ...(byte === 0xff ? [0] : []));
      this.open = this.open.slice(8);
    }
  }

  end(): number[] {
    if (this.open) this.add("1".repeat(8 - this.open.length));
    return this.bytes;
  }
}

// How many codes there are of one bit, two bits and so on, and what they stand for (ITU T.81, K.3):
// sizes of a step in brightness, and of those only the end of a block.
const STEPS = { counts: [0, 1, 5, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0], values: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11] };
const STEP_CODES = ["00", "010", "011", "100", "101", "110", "1110", "11110", "111110", "1111110", "11111110", "111111110"];
const ENDS = { counts: [1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0], values: [0] };
const END = "0";

/** A JPEG (ITU T.81), with what cameras write about where it was taken, if it is to have that. */
export function jpeg(width: number, height: number, [red, green, blue]: Colour, { exif = "" } = {}): Buffer {
  const brightness = 0.299 * red + 0.587 * green + 0.114 * blue;
  const parts = [brightness, (blue - brightness) / 1.772 + 128, (red - brightness) / 1.402 + 128];
  // Eight times the mean of a block, in steps of eight.
  const levels = parts.map((part) => Math.max(-128, Math.min(127, Math.round(part - 128))));
  const bits = new Bits();
  const blocks = Math.ceil(width / 8) * Math.ceil(height / 8);
  for (let block = 0; block < blocks; block += 1) {
    for (const level of levels) {
      const step = block === 0 ? level : 0;
      const size = step === 0 ? 0 : Math.floor(Math.log2(Math.abs(step))) + 1;
      const value = step < 0 ? step + 2 ** size - 1 : step;
      bits.add(STEP_CODES[size]! + (size ? value.toString(2).padStart(size, "0") : "") + END);
    }
  }
  const segment = (marker: number, content: number[]): number[] => {
    const length = content.length + 2;
    return [0xff, marker, length >> 8, length & 0xff, ...content];
  };
  const table = (id: number, { counts, values }: typeof STEPS): number[] => segment(0xc4, [id, ...counts, ...values]);
  const two = (size: number): number[] => [size >> 8, size & 0xff];
  const camera = exif ? segment(0xe1, [...Buffer.from(`Exif\0\0${exif}`, "latin1")]) : [];
  return Buffer.from([
    ...[0xff, 0xd8],
    ...segment(0xe0, [...Buffer.from("JFIF\0", "latin1"), 1, 1, 0, 0, 1, 0, 1, 0, 0]),
    ...camera,
    ...segment(0xdb, [0, ...Array.from({ length: 64 }, () => 8)]),
    ...segment(0xc0, [8, ...two(height), ...two(width), 3, 1, 0x11, 0, 2, 0x11, 0, 3, 0x11, 0]),
    ...table(0x00, STEPS),
    ...table(0x10, ENDS),
    ...segment(0xda, [3, 1, 0, 2, 0, 3, 0, 0, 63, 0]),
    ...bits.end(),
    ...[0xff, 0xd9],
  ]);
}

/** What calls itself a picture and can run scripts. */
export function svg(colour: Colour): Buffer {
  return Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" width="64" height="64"><script>alert(1)</script><rect width="64" height="64" fill="rgb(${colour})"/></svg>`);
}

/** The picture at an address, in the format that its name says. */
export function pictureAt(address: string): { type: string; body: Buffer } {
  const path = new URL(address).pathname.toLowerCase();
  const colour = colourOf(address);
  if (path.endsWith(".svg")) return { type: "image/svg+xml", body: svg(colour) };
  if (/\.jpe?g$/.test(path)) return { type: "image/jpeg", body: jpeg(800, 600, colour) };
  return { type: "image/png", body: png(800, 600, colour) };
}
