// Files that people upload, and such that they had better not.

import type { Picture } from "./forms.ts";
import { jpeg, png, svg } from "./shop/pictures.ts";

/** What cameras write into pictures, and nobody else is to read. */
export const CAMERA = "53.1435N 8.2146E, Hanna's phone";

export const photo = (): Picture => ({ name: "photo.jpg", mimeType: "image/jpeg", buffer: jpeg(1200, 900, [40, 120, 200], { exif: CAMERA }) });
export const drawing = (): Picture => ({ name: "drawing.png", mimeType: "image/png", buffer: png(640, 480, [220, 150, 30]) });
export const script = (): Picture => ({ name: "drawing.svg", mimeType: "image/svg+xml", buffer: svg([1, 2, 3]) });

/** What is no picture of ours, whatever it is called. */
export function refused(): Record<string, Picture> {
  const whole = drawing().buffer;
  return {
    "an SVG": script(),
    "an SVG that is called a PNG": { ...script(), name: "drawing.png", mimeType: "image/png" },
    "a page": { name: "page.png", mimeType: "image/png", buffer: Buffer.from("<!DOCTYPE html><script>alert(1)</script>") },
    "half a picture": { name: "half.png", mimeType: "image/png", buffer: whole.subarray(0, whole.length / 2) },
    "a picture that says it is huge": { name: "huge.png", mimeType: "image/png", buffer: png(1, 1, [0, 0, 0], { width: 60_000, height: 60_000 }) },
  };
}

/** One byte more than may be sent. */
export const tooBig = (): Picture => ({ name: "big.jpg", mimeType: "image/jpeg", buffer: Buffer.concat([jpeg(400, 300, [9, 9, 9]), Buffer.alloc(5 * 1024 * 1024)]) });
