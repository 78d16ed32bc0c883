/** Files whose headers say what the page's own writer would not. */

import { gunzipSync } from "node:zlib";
import type { Volume } from "../../src/core/volume";
import { fileOf, type TestFile } from "./test-scan";

const DIM = 40;
const DATA_OFFSET = 108;
const CAL_MAX = 124;
const CAL_MIN = 128;
const QFORM_CODE = 252;
const SFORM_CODE = 254;

async function plain(volume: Volume): Promise<Buffer> {
  return Buffer.from(gunzipSync((await fileOf(volume, "")).bytes));
}

/** With the window that its header asks for. */
export async function fileWithWindow(volume: Volume, name: string, [low, high]: [number, number]): Promise<TestFile> {
  const bytes = await plain(volume);
  bytes.writeFloatLE(high, CAL_MAX);
  bytes.writeFloatLE(low, CAL_MIN);
  return { name, bytes };
}

/** Without a word on which side is which. */
export async function fileWithoutSides(volume: Volume, name: string): Promise<TestFile> {
  const bytes = await plain(volume);
  bytes.writeInt16LE(0, QFORM_CODE);
  bytes.writeInt16LE(0, SFORM_CODE);
  return { name, bytes };
}

/** Volumes of one grid as the frames of one file. */
export async function fileOfFrames(frames: readonly [Volume, ...Volume[]], name: string): Promise<TestFile> {
  const [first, ...others] = await Promise.all(frames.map(plain));
  const bytes = first as Buffer;
  bytes.writeInt16LE(4, DIM);
  bytes.writeInt16LE(frames.length, DIM + 8);
  const offset = bytes.readFloatLE(DATA_OFFSET);
  return {
    name,
    bytes: Buffer.concat([bytes, ...others.map((one) => one.subarray(one.readFloatLE(DATA_OFFSET) || offset))]),
  };
}
