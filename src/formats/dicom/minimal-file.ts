/**
 * A compressed image as the least DICOM file that a decoder takes: only how its pixels are stored, and a place in a
 * stack. Nothing of the patient goes there, nor anything that could make a decoder arrange or scale images by itself.
 * Source: DICOM PS3.5 7.1 (explicit VR), A.4 (encapsulation), PS3.10 7.1 (file meta information).
 */

import type { StreamFormat } from "./encapsulated-stream";
import type { PixelFormat } from "./pixel-format";

const PREAMBLE_BYTES = 128;
const MR_IMAGE_STORAGE = "1.2.840.10008.5.1.4.1.1.4";
/** Below the root for UIDs made of numbers (PS3.5 B.2): these are never seen outside a decoder. */
const UID = "2.25";

type Bytes = Uint8Array<ArrayBuffer>;

/**
 * The file of image number `index` of a stack. `stream` is the compressed image, `pixels` what its own file says of it.
 *
 * Bits are declared as the stream has them, unsigned and all in use, so that every bit comes back as it was stored.
 */
export function minimalFile(stream: Uint8Array, pixels: PixelFormat, format: StreamFormat, index: number): Bytes {
  const { rows, columns, samples, transferSyntax } = pixels;
  const bits = format.bitsAllocated;
  const instance = `${UID}.${index + 1}`;
  const meta = join([
    element(0x0002, 0x0001, "OB", Uint8Array.of(0, 1)),
    element(0x0002, 0x0002, "UI", text(MR_IMAGE_STORAGE)),
    element(0x0002, 0x0003, "UI", text(instance)),
    element(0x0002, 0x0010, "UI", text(transferSyntax)),
    element(0x0002, 0x0012, "UI", text(UID)),
  ]);
  return join([
    new Uint8Array(PREAMBLE_BYTES),
    text("DICM"),
    element(0x0002, 0x0000, "UL", uint32(meta.length)),
    meta,
    element(0x0008, 0x0016, "UI", text(MR_IMAGE_STORAGE)),
    element(0x0008, 0x0018, "UI", text(instance)),
    element(0x0008, 0x0060, "CS", text("MR")),
    element(0x0018, 0x0050, "DS", text("1", " ")),
    element(0x0020, 0x000d, "UI", text(`${UID}.1`)),
    element(0x0020, 0x000e, "UI", text(`${UID}.1`)),
    element(0x0020, 0x0011, "IS", text("1", " ")),
    element(0x0020, 0x0013, "IS", text(String(index + 1), " ")),
    element(0x0020, 0x0032, "DS", text(`0\\0\\${index}`, " ")),
    element(0x0020, 0x0037, "DS", text("1\\0\\0\\0\\1\\0", " ")),
    element(0x0028, 0x0002, "US", uint16(samples)),
    element(0x0028, 0x0004, "CS", text(samples === 3 ? "RGB" : "MONOCHROME2", " ")),
    ...(samples === 3 ? [element(0x0028, 0x0006, "US", uint16(format.planar ? 1 : 0))] : []),
    element(0x0028, 0x0010, "US", uint16(rows)),
    element(0x0028, 0x0011, "US", uint16(columns)),
    element(0x0028, 0x0030, "DS", text("1\\1", " ")),
    element(0x0028, 0x0100, "US", uint16(bits)),
    element(0x0028, 0x0101, "US", uint16(bits)),
    element(0x0028, 0x0102, "US", uint16(bits - 1)),
    element(0x0028, 0x0103, "US", uint16(0)),
    join([tag(0x7fe0, 0x0010), text("OB"), uint16(0), uint32(0xffffffff)]),
    item(new Uint8Array(0)),
    item(stream),
    join([tag(0xfffe, 0xe0dd), uint32(0)]),
  ]);
}

function element(group: number, number: number, type: string, value: Bytes): Bytes {
  const length = type === "OB" ? [uint16(0), uint32(value.length)] : [uint16(value.length)];
  return join([tag(group, number), text(type), ...length, value]);
}

const tag = (group: number, number: number) => Uint8Array.of(group & 255, group >> 8, number & 255, number >> 8);
const uint16 = (value: number) => Uint8Array.of(value & 255, value >> 8);
const uint32 = (value: number) => new Uint8Array(Uint32Array.of(value).buffer);

/** Of an even length, as every value has to be. */
function text(value: string, padding = "\0"): Bytes {
  return new TextEncoder().encode(value.length % 2 === 0 ? value : value + padding);
}

function item(fragment: Uint8Array): Bytes {
  const padding = fragment.length % 2;
  return join([tag(0xfffe, 0xe000), uint32(fragment.length + padding), fragment, new Uint8Array(padding)]);
}

function join(parts: readonly Uint8Array[]): Bytes {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
