/**
 * One small image (16 × 12 pixels) compressed in every way that is read: with dcmtk 3.6.7 (dcmcrle, dcmcjpeg, dcmcjpls) and
 * GDCM 3.0.21 (gdcmconv) from pixels that `PATTERNS` gives again. And files around such streams.
 */

import type { ScanFile } from "../scan-format";
import type { StoredImage } from "./image";
import type { PixelFormat } from "./pixel-format";

export const COLUMNS = 16;
export const ROWS = 12;

const pattern = (x: number, y: number) => 200 * x + 37 * y + ((x * y) % 23) * 9;

/** The stored numbers of a pixel, and what the file says of all of them. */
const PATTERNS = {
  grey12: { at: (x: number, y: number) => [pattern(x, y)], bitsAllocated: 16, bitsStored: 12 },
  signed: { at: (x: number, y: number) => [pattern(x, y) - 2048], bitsAllocated: 16, bitsStored: 12, signed: true },
  grey16: { at: (x: number, y: number) => [16 * pattern(x, y)], bitsAllocated: 16, bitsStored: 16 },
  grey8: { at: (x: number, y: number) => [10 * x + 5 * y], bitsAllocated: 8, bitsStored: 8 },
  colour: { at: (x: number, y: number) => [15 * x, 20 * y, 5 * (x + y)], bitsAllocated: 8, bitsStored: 8, samples: 3 },
} as const;

export interface Compressed {
  readonly stream: Uint8Array<ArrayBuffer>;
  readonly pixels: PixelFormat;
  /** What was compressed, row by row; of colour its luma. */
  readonly intensities: Float32Array;
}

function compressed(name: keyof typeof PATTERNS, syntax: string, base64: string, photometric?: string): Compressed {
  const { at, bitsAllocated, bitsStored, ...more } = PATTERNS[name];
  const isColour = name === "colour";
  const pixels: PixelFormat = {
    transferSyntax: `1.2.840.10008.1.2${syntax}`,
    rows: ROWS,
    columns: COLUMNS,
    frames: 1,
    bitsAllocated,
    bitsStored,
    highBit: bitsStored - 1,
    signed: false,
    samples: 1,
    planar: false,
    photometric: photometric ?? (isColour ? "RGB" : "MONOCHROME2"),
    offset: 0,
    length: undefined,
    ...more,
  };
  const intensities = Float32Array.from({ length: ROWS * COLUMNS }, (_, i) => {
    const [first = 0, green = 0, blue = 0] = at(i % COLUMNS, Math.floor(i / COLUMNS));
    return isColour ? 0.299 * first + 0.587 * green + 0.114 * blue : first;
  });
  return { stream: Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0)), pixels, intensities };
}

export function fileOf(bytes: Uint8Array): ScanFile & { readonly read: [number, number][] } {
  const read: [number, number][] = [];
  return {
    name: "image",
    size: bytes.length,
    read,
    slice: async (begin, end) => {
      read.push([begin, end]);
      return Uint8Array.from(bytes.subarray(begin, end));
    },
    bytes: async () => Uint8Array.from(bytes),
  };
}

/** An item of pixel data, padded; `length` instead of its own. */
export function item(value: ArrayLike<number>, length = value.length + (value.length % 2)): number[] {
  const lengthBytes = [length & 255, (length >> 8) & 255, (length >> 16) & 255, length >>> 24];
  return [0xfe, 0xff, 0x00, 0xe0, ...lengthBytes, ...Array.from(value), ...(value.length % 2 ? [0] : [])];
}

export const SEQUENCE_END = [0xfe, 0xff, 0xdd, 0xe0, 0, 0, 0, 0];

/** A file of nothing but pixel data: an empty offset table, the fragments, the end. */
export function encapsulated(...fragments: readonly ArrayLike<number>[]): Uint8Array<ArrayBuffer> {
  return Uint8Array.from([...item([]), ...fragments.flatMap((fragment) => item(fragment)), ...SEQUENCE_END]);
}

export function imageOf({ stream, pixels }: Compressed, changes: Partial<StoredImage> = {}): StoredImage {
  return { file: fileOf(encapsulated(stream)), frame: 0, pixels: { ...pixels }, rescale: [1, 0], ...changes };
}

/** By how it is compressed; without another name, the pixels are grey and have 12 bits. */
export const COMPRESSED = {
  rle: compressed(
    "grey12",
    ".5",
    "AgAAAEAAAAAMAQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA8AAAECAwMEBQYHBwgJCgoLDwAAAQIDBAUFBgcICQkKCwwPAAEBAgMEBQYHBwgJCQoLDA0AAQIDAwQFBgYHCAkKC/8MDwABAgMEBQUGBwgICQoKCwwPAAECAwQEBQYHCAgJCgsLDA8AAQIDBAUGBwcICQoKCwwNDwECAwQEBQYGBwgICQoLDA0PAQIDAwQFBQYICAkKCgsMDQ8BAgMDBAUGBwcICQoLCwwNDwECAwQFBQYGCAkJCgoMDA0NAQIDBAUFBgcICAoKCwv/DQ8AyJBYIOiweEAI0JhgKPC4DyX2x5hpOgvcrX5PIPHCk2QPSiT+2LKMZkAa9M6os41nQQ9vUjUY+97BpLibfmFEJwrtD5SAbFhEME05JRH96Qby3soPua6jmI2zqJ2Sh62il4yypw/e3NrYBwUDATAuLCpZV1VTDwMKERhQV16WnaTc4+rxKTAPKDhIiZmp6voKS1trrLzMDQ9NZn/J4vtFXqjB2iQ9h6C5D3KUtgkrfqDzFTeKrP8hdJYPl8LtSXTQ+1eC3gllkOwXcw==",
  ),
  jpegLs: compressed(
    "grey12",
    ".4.80",
    "/9j/9wALEAAMABABAREA//gADQH//wASAEMBFABA/9oACAEBAAAAAKx9j7H2N4vieH4Xg+B3/fd73nd4lRcjZPlGSklpYlqXJ9EERRJE0qxEqqWS6YTIaDYcDoeD4Z2CUEIJRIplctl8wmU0npglBCCVsEQSCq0jUTU5PS+IjBK2HE6nk1MHQZBCRLzM3OyfNrs5rN50YIdYgmJg6hWmJqUL6rDJZ7wd1DeV8ErYapQK6+kFZPJBTT6ZbNeDOkfyPgyeVV1jvRd1x9Aoqr55rLeCFrpLnVNOFu2qskojq95xhYXmlPB1sIlRcjdICSE+bYTTtdOym+snW2EWYJRIliNkfqOlJX0tra1fVYXqK/a6IoD//9k=",
  ),
  jpegLsNear: compressed(
    "grey12",
    ".4.81",
    "/9j/9wALDAAMABABAREA/9oACAEBAAMAAIZFxlu3ct2rdu1at2rPXCCjGGnCBIkWMGlglznkElFuvPkSLWVUVrnklFmH5VQeMGmCsacQQG0OPECS+SlY1xxEcWacdxAYTyOUoq8KYIyfEl5BBkruSIIUffON08LJ5GILvHPvGmXhBfPqUYgQphRZt88m+Vw4ikCGE3jbppV594nkZnKY5RhV02AAIqAykP/ZAA==",
  ),
  jpegLossless57: compressed(
    "grey12",
    ".4.57",
    "/9j/4AAQSkZJRgABAQAAAQABAAD/wwALEAAMABABAREA/8QAGQABAQEBAQEAAAAAAAAAAAAABggHBQQQ/9oACAEBAAYAAPrIsiyLIsiyLIsiyLIsiyLIsiyEvcQJVK5k3d6Bomk6bqWra2l7iBKpXMm7vQNE0mfeTzvEl7iBKpXMm81lznArXUtW1tL3ECVSumIdUegaJpM+8nneJL3ECVTL1NN3egTpwK11LBvEl7iBLLNKsm81l6s0mfeTX2tpe4gSqVzKZ6j0CdOBWupYN4kvcQSrSK6YqedzhVmkz7ya+wtL3ECVSuZN5rqfRJ5rXAudYSXuIEqmXqameo9AnSsJ9rnBvEl7iBKpXMm7ucKsnmtcCr7C/wD//9k=",
  ),
  jpegLossless: compressed(
    "grey12",
    ".4.70",
    "/9j/4AAQSkZJRgABAQAAAQABAAD/wwALEAAMABABAREA/8QAGgABAQEBAQEBAAAAAAAAAAAACAkHBgUEEP/aAAgBAQABAAD8yGQyGQyGQyGQyGQyGQyGQyOlaLRaLRaLRaLRaLRaLRaLRaPStptNptNptNptNptNr6202m10rjcbjcbjcbj9RxuNxuNxuNx9K7HY7HY7Pddjsdjsdnuux2OzpXq9Xq9emer1er16Z6vV69M9elfz+f3Xv5/P7r38/n917+fz+6Wg9B6D9xQeg/cUHoP3FB6D0H7ig/S0QohoNEKIaDRCiGg0QohoNEKIaD0tGaM6VRmjOlUZ0qjNGdKozpVGaM9LSKkWp0i1OkWp0ipFqdItTpFqdIulpXSvXKV65SvXKV65SvXKV65SvXP//9k=",
  ),
  jpeg8: compressed(
    "grey8",
    ".4.50",
    "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAIBAQEBAQIBAQECAgICAgQDAgICAgUEBAMEBgUGBgYFBgYGBwkIBgcJBwYGCAsICQoKCgoKBggLDAsKDAkKCgr/wAALCAAMABABAREA/8QAFQABAQAAAAAAAAAAAAAAAAAACQj/xAAcEAABAwUAAAAAAAAAAAAAAAAkAAhRBQYHNEH/2gAIAQEAAD8ANFpOJNUWOJQGk4k1RY4pGaTbVJFHhKA0m2qSKPC////Z",
  ),
  jpegLs8: compressed(
    "grey8",
    ".4.80",
    "/9j/9wALCAAMABABAREA/9oACAEBAAAAAIOHJDkvatP/Xd0xkcm22kqMaqqv0I//fd//UT//bf9/b/97f/9b/37f/2T/fwD//9k=",
  ),
  jpeg2000: compressed(
    "grey12",
    ".4.90",
    "/0//UQApAAAAAAAQAAAADAAAAAAAAAAAAAAAEAAAAAwAAAAAAAAAAAABDwEB/1IADAAAAAEAAgQEAAH/XAAKQICIiJCIiJD/ZAAqAAFDcmVhdGVkIGJ5IEdEQ00vT3BlbkpQRUcgdmVyc2lvbiAyLjUuMP+QAAoAAAAAAOgAAf+Tz/wwWAjsZRLNwR5mTOirC45Iyqd8s/3a8ofAH5h8AH2hsAH4B4Ab7WRDA8Xd0ujZ7yi0+i0MmVRj04zDGBPe/auXEeET1CF/CtiMEGZSxezXwB+ZXAD8CyAD8Cc4rccLxOG6I3BDfAdpX2LAn3cFO0fmZs99wtz4idRe9RrlQZ9VRwlo98eNKoNREv39Qw512gaqg6LP2FgKp/nJAbTn8upYdX+6hjMpB7M419rgEWyw0y8dup5HKw1xWEJD45fdPSE1Ixww0STzJwdPY4w0lpCqZXy517dWXRH/2QA=",
  ),
  jpeg2000Lossy: compressed(
    "grey12",
    ".4.91",
    "/0//UQApAAAAAAAQAAAADAAAAAAAAAAAAAAAEAAAAAwAAAAAAAAAAAABDwEB/1IADAAAAAEAAgQEAAH/XAAKQICIiJCIiJD/ZAAqAAFDcmVhdGVkIGJ5IEdEQ00vT3BlbkpQRUcgdmVyc2lvbiAyLjUuMP+QAAoAAAAAAK0AAf+Tz/woWAjsZRLNwR5mTOirC45Iyqd8s/3a8ofAH1hcAH0C4APoFBvtZEMDxd3S6NnvDJlUY9OMwxgT3v0R4RPUIX8K2IwQwB9JyAHzHYAPjLA4rccLxOG6I3BDfAdpX2LAn3cFO0fmZs99wtz4KoNREv39Qw512gaqg6LP2FgKp/nJAbTn8upYdX8dup5HKw1xWEJD45fdPSE1Ixww0STz/9k=",
  ),
  signedJpeg2000: compressed(
    "signed",
    ".4.90",
    "/0//UQApAAAAAAAQAAAADAAAAAAAAAAAAAAAEAAAAAwAAAAAAAAAAAABjwEB/1IADAAAAAEAAgQEAAH/XAAKQICIiJCIiJD/ZAAqAAFDcmVhdGVkIGJ5IEdEQ00vT3BlbkpQRUcgdmVyc2lvbiAyLjUuMP+QAAoAAAAAAOYAAf+TwP5FAAjxjJjX2+hTM4XDg/5Eb12bpP9/wB+YfAB9obAB+AeAG+1kQwPF3dLo2e8otPotDJlUY9OMwxgT3v2rlxHhE9QhfwrYjBBmUsXs18AfmVwA/AsgA/AnOK3HC8ThuiNwQ3wHaV9iwJ93BTtH5mbPfcLc+InUXvUa5UGfVUcJaPfHjSqDURL9/UMOddoGqoOiz9hYCqf5yQG05/LqWHV/uoYzKQezONfa4BFssNMvHbqeRysNcVhCQ+OX3T0hNSMcMNEk8ycHT2OMNJaQqmV8ude3Vl0R/9kA",
  ),
  signedJpegLossless: compressed(
    "signed",
    ".4.70",
    "/9j/4AAQSkZJRgABAQAAAQABAAD/wwALEAAMABABAREA/8QAGgABAQEBAQEBAAAAAAAAAAAACAkHBgUED//aAAgBAQABAAD94AGQyGQyGQyGQyGQyGQyGQyGR0rRaLRaLRaLRaLRaLRaLRaLR6VtNptNptNptNptNptfW2m02ulcbjcbjcbjcfqONxuNxuNxuPpXY7HY7HZ7rsdjsdjs912Ox2dK9Xq9Xr0z1er1evTPV6vXpnr0r+fz+69/P5/de/n8/uvfz+f3S0HoPQfuKD0H7ig9B+4oPQeg/cUH6WiFENBohRDQaIUQ0GiFENBohRDQelozRnSqM0Z0qjOlUZozpVGdKozRnpaRUi1OkWp0i1OkVItTpFqdItTpF0tK6V65SvXKV65SvXKV65SvXKV65///2Q==",
  ),
  deepJpegLs: compressed(
    "grey16",
    ".4.80",
    "/9j/9wALEAAMABABAREA//gADQH//wASAEMBFABA/9oACAEBAAAAAICf4E/2P1j7Y+WPdj1Y82PFjvY7WOtjpY52OVKBcBt5/wUaMcHVmOjZJ1g/OI7CgosoMRgWAyE2i7A/eR+KGlnDFZro6SfYEZ3+dIKPUgxu2M6q/IRzKBFkTEBkDjmNUgA4AWAGDxr9i5r10x9sjUT5Oz8YAAXs5yfIEVyBOilEqPYna2dFfUIxn/YG8GEzURzEpfocBuwri3fxzELWDn75wklFdSvxg0ynkIFcxE0gnkEFcSr5h1qxzt8p0knQV3N0xXA5OU5x/CtwrO3zxrC7UzmopXFbScp3uK2GlS5cVrERSDePQVpUZcKtSOZvhEUScBF8v8ZiitB64llFZ3kcdgAC+MHtPOWveESxBWKym9IrIccKiRWMhHFYnAtFsHNOuWPdkSibJWgruaGLtRWElzawPMWr7GP//9k=",
  ),
  rgbRle: compressed(
    "colour",
    ".5",
    "AwAAAEAAAAAMAQAAJAEAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA8ADx4tPEtaaXiHlqW0w9LhDwAPHi08S1ppeIeWpbTD0uEPAA8eLTxLWml4h5altMPS4Q8ADx4tPEtaaXiHlqW0w9LhDwAPHi08S1ppeIeWpbTD0uEPAA8eLTxLWml4h5altMPS4Q8ADx4tPEtaaXiHlqW0w9LhDwAPHi08S1ppeIeWpbTD0uEPAA8eLTxLWml4h5altMPS4Q8ADx4tPEtaaXiHlqW0w9LhDwAPHi08S1ppeIeWpbTD0uEPAA8eLTxLWml4h5altMPS4fEA8RTxKPE88VDxZPF48YzxoPG08cjx3A8ABQoPFBkeIygtMjc8QUZLDwUKDxQZHiMoLTI3PEFGS1APCg8UGR4jKC0yNzxBRktQVQ8PFBkeIygtMjc8QUZLUFVaDxQZHiMoLTI3PEFGS1BVWl8PGR4jKC0yNzxBRktQVVpfZA8eIygtMjc8QUZLUFVaX2RpDyMoLTI3PEFGS1BVWl9kaW4PKC0yNzxBRktQVVpfZGlucw8tMjc8QUZLUFVaX2RpbnN4DzI3PEFGS1BVWl9kaW5zeH0PNzxBRktQVVpfZGluc3h9gg==",
  ),
  ybrJpeg: compressed(
    "colour",
    ".4.50",
    "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAIBAQEBAQIBAQECAgICAgQDAgICAgUEBAMEBgUGBgYFBgYGBwkIBgcJBwYGCAsICQoKCgoKBggLDAsKDAkKCgr/2wBDAQICAgICAgUDAwUKBwYHCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgr/wAARCAAMABADASEAAhEBAxEB/8QAFQABAQAAAAAAAAAAAAAAAAAACAn/xAAhEAAABAYDAQAAAAAAAAAAAAAAAQdRBgglM0FDAxPRFf/EABYBAQEBAAAAAAAAAAAAAAAAAAcGCP/EACIRAAAEBAcAAAAAAAAAAAAAAAABBVEEBggiByMzQVJxwf/aAAwDAQACEQMRAD8Ankkcj1qkNrCiSOR61SG1iEOZj5Bap9xQ0b236CrSJJYIMuI/mNkvAoUkSWCC6qW2S8AgahFOMJU/TAqZN7eD/9k=",
    "YBR_FULL_422",
  ),
  rgbJpeg: compressed(
    "colour",
    ".4.50",
    "/9j/7gAOQWRvYmUAZAAAAAAA/9sAQwADAgIDAgIDAwMDBAMDBAUIBQUEBAUKBwcGCAwKDAwLCgsLDQ4SEA0OEQ4LCxAWEBETFBUVFQwPFxgWFBgSFBUU/8AAEQgADAAQA1IRAEcRAEIRAP/EABgAAAMBAQAAAAAAAAAAAAAAAAAICQcF/8QAJBAAAQAHCQAAAAAAAAAAAAAAAAUGCCJEgaEBAxcYMlRkotH/2gAMA1IARwBCAAA/AE2Z2hZCyZSeF1EHVFUdDlCoDO0LIMpPC6m1qiqOhyhL9naFkVow2QO0rZ4c5UUbcOOFQGdoWQYbIHaVs8NrVFG3Djh//9k=",
  ),
  rgbJpegLs: compressed(
    "colour",
    ".4.80",
    "/9j/9wARCAAMABADAREAAhEAAxEA/9oADAMBAAIAAwAAAQCAUBQFbZXVTR/3e85/9kt9vWtYQhHd0lf/QB/dmZttttoYyOTbbSVGv/9ABJJJVVVVVV/Rf/8LVVVVV/9/v/9lP/9//1P/fkv/f/9/f/9If/9//2//e9//f/97/37n/3//fv9/tf9//3+//2x//3//T/963/9//3D//9k=",
  ),
  planarJpegLs: compressed(
    "colour",
    ".4.80",
    "/9j/9wARCAAMABADAREAAhEAAxEA/9oACAEBAAAAAIBQFAVtldVNH/d7zmSv/xf/ev9/f/9//3//f/9//3//f/9//3+A/9oACAECAAAAAP9AA8r/eAE//0t//xT/fyX/fkP/fe//dz//Wv9/Y/99b/9w/9oACAEDAAAAAIpS/pf3/zbTGRybbaSo1VVf0f9/3/9p/3+//3f/fv9/3/97/35//0D/2Q==",
  ),
  rgbJpeg2000: compressed(
    "colour",
    ".4.90",
    "/0//UQAvAAAAAAAQAAAADAAAAAAAAAAAAAAAEAAAAAwAAAAAAAAAAAADBwEBBwEBBwEB/1IADAAAAAEAAgQEAAH/XAAKQEBISFBISFD/ZAAqAAFDcmVhdGVkIGJ5IEdEQ00vT3BlbkpQRUcgdmVyc2lvbiAyLjUuMP+QAAoAAAAAAHgAAf+T34BgCU65uD/fjjsRvyG/34BgB6ZXYLaKY7mWsY9/34BoBqX30Lb772cKMPOQ38PqBAAb9OAfofUCAAy/MEvA+QFA+QGAG/UMvy/A+QIANpz6f6D5wwBAjgC/kHfAfCJAfCGANp0lf0COAP/ZAA==",
  ),
} as const;
