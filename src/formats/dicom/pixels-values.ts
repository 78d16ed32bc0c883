/** Stored pixels as intensities. Source: DICOM PS3.3 C.7.6.3.1 (Image Pixel Module), PS3.5 8.1.1, C.11.1 (Modality LUT). */

import { LUMA_WEIGHTS } from "../voxel-types";
import type { StoredImage } from "./image";
import type { PixelFormat } from "./pixel-format";

/** A frame's pixels: little-endian, from the beginning of their buffer. */
export interface StoredFrame {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly bitsAllocated: number;
  /** Of pixels of several samples: whether each has a plane of its own, and whether the first is luma. */
  readonly planar: boolean;
  readonly hasLuma: boolean;
}

type Words = Uint8Array | Uint16Array | Int32Array;

/**
 * slope × stored + intercept, in float64, of the image's part of its frame, row by row as stored. Colours become luma
 * (ITU-R BT.601).
 */
export function intensitiesOf(frame: StoredFrame, { pixels, tile, rescale }: StoredImage): Float32Array<ArrayBuffer> {
  const { x, y, columns, rows } = tile ?? { x: 0, y: 0, columns: pixels.columns, rows: pixels.rows };
  const [slope, intercept] = rescale;
  const out = new Float32Array(columns * rows);
  const fill = pixels.samples === 1 ? grey(frame, pixels) : luma(frame, pixels);
  for (let row = 0; row < rows; row++) {
    fill(out.subarray(row * columns, (row + 1) * columns), (y + row) * pixels.columns + x, slope, intercept);
  }
  return out;
}

/** Gives the intensities of pixels beside each other, from `first` on. */
type Fill = (out: Float32Array, first: number, slope: number, intercept: number) => void;

/** Bits above the highest (overlays) and below the lowest in use are none of the stored number. */
function grey(frame: StoredFrame, { bitsStored, highBit, signed }: PixelFormat): Fill {
  const words = wordsOf(frame);
  const up = 31 - highBit;
  const down = 32 - bitsStored;
  return (out, first, slope, intercept) => {
    for (let i = 0; i < out.length; i++) {
      const word = (words[first + i] as number) << up;
      out[i] = slope * (signed ? word >> down : word >>> down) + intercept;
    }
  };
}

function luma({ bytes, planar, hasLuma }: StoredFrame, { rows, columns, samples }: PixelFormat): Fill {
  const [pixelStep, sampleStep] = planar ? [1, rows * columns] : [samples, 1];
  const weights = hasLuma ? [1, 0, 0] : LUMA_WEIGHTS;
  return (out, first, slope, intercept) => {
    for (let i = 0; i < out.length; i++) {
      const sum = weights.reduce((a, w, c) => a + w * (bytes[(first + i) * pixelStep + c * sampleStep] as number), 0);
      out[i] = slope * sum + intercept;
    }
  };
}

function wordsOf({ bytes, bitsAllocated }: StoredFrame): Words {
  if (bitsAllocated === 8) return bytes;
  const count = (bytes.length * 8) / bitsAllocated;
  return bitsAllocated === 16 ? new Uint16Array(bytes.buffer, 0, count) : new Int32Array(bytes.buffer, 0, count);
}
