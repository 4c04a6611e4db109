// What an authenticator app shows: six digits that follow from a secret and the time (RFC 6238).

import { createHmac } from "node:crypto";

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
const SECONDS = 30;

function bytesOf(base32: string): Buffer {
  const bits = [...base32.replace(/[\s=]/g, "").toUpperCase()].map((letter) => ALPHABET.indexOf(letter).toString(2).padStart(5, "0")).join("");
  return Buffer.from(bits.match(/.{8}/g)!.map((byte) => parseInt(byte, 2)));
}

/** The digits of now, or of so many time steps later; a server takes those of the next step too. */
export function digits(base32: string, later = 0, now = Date.now()): string {
  const step = Buffer.alloc(8);
  step.writeBigUInt64BE(BigInt(Math.floor(now / 1000 / SECONDS) + later));
  const mac = createHmac("sha1", bytesOf(base32)).update(step).digest();
  const number = mac.readUInt32BE(mac[19]! & 15) & 0x7fffffff;
  return String(number % 1_000_000).padStart(6, "0");
}
