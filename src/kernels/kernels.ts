/** Every kernel of the engine: its WGSL, its parameters, its bindings and its workgroup. `shaders/README.md` describes each. */

import accumulateGram from "../../shaders/accumulate-gram.wgsl?raw";
import applyFilters from "../../shaders/apply-filters.wgsl?raw";
import applyNaive from "../../shaders/apply-naive.wgsl?raw";
import compact from "../../shaders/compact.wgsl?raw";
import conjugateGradient from "../../shaders/conjugate-gradient.wgsl?raw";
import degrade from "../../shaders/degrade.wgsl?raw";
import errorRows from "../../shaders/error-rows.wgsl?raw";
import fftLines from "../../shaders/fft-lines.wgsl?raw";
import fmaPeak from "../../shaders/fma-peak.wgsl?raw";
import foldedApply from "../../shaders/folded-apply.wgsl?raw";
import foldedErrors from "../../shaders/folded-errors.wgsl?raw";
import foldedGather from "../../shaders/folded-gather.wgsl?raw";
import foldedHash from "../../shaders/folded-hash.wgsl?raw";
import foldedSamples from "../../shaders/folded-samples.wgsl?raw";
import gatherPatches from "../../shaders/gather-patches.wgsl?raw";
import hash from "../../shaders/hash.wgsl?raw";
import logRows from "../../shaders/log-rows.wgsl?raw";
import logX from "../../shaders/log-x.wgsl?raw";
import logY from "../../shaders/log-y.wgsl?raw";
import resampleAxis from "../../shaders/resample-axis.wgsl?raw";
import selectSamples from "../../shaders/select-samples.wgsl?raw";
import block from "../../shaders/shared/block.wgsl?raw";
import brick from "../../shaders/shared/brick.wgsl?raw";
import eigen3 from "../../shaders/shared/eigen3.wgsl?raw";
import folded from "../../shaders/shared/folded.wgsl?raw";
import foldedPair from "../../shaders/shared/folded-pair.wgsl?raw";
import foldedRow from "../../shaders/shared/folded-row.wgsl?raw";
import foldedWord from "../../shaders/shared/folded-word.wgsl?raw";
import lineStorage from "../../shaders/shared/line-storage.wgsl?raw";
import lineWorkgroup from "../../shaders/shared/line-workgroup.wgsl?raw";
import mask from "../../shaders/shared/mask.wgsl?raw";
import sampleClass from "../../shaders/shared/sample-class.wgsl?raw";
import tensorZ from "../../shaders/shared/tensor-z.wgsl?raw";
import sortSamples from "../../shaders/sort-samples.wgsl?raw";
import ssimRows from "../../shaders/ssim-rows.wgsl?raw";
import ssimX from "../../shaders/ssim-x.wgsl?raw";
import ssimY from "../../shaders/ssim-y.wgsl?raw";
import tensorX from "../../shaders/tensor-x.wgsl?raw";
import tensorY from "../../shaders/tensor-y.wgsl?raw";
import upsampleTricubic from "../../shaders/upsample-tricubic.wgsl?raw";
import type { Kernel } from "../compute/kernel";
import { type Params, ParamTable, wholeTable } from "../compute/params";

/** A kernel that binds so many buffers that it reads, then so many that it writes. */
function kernel<Given>(
  name: string,
  parts: readonly string[],
  params: Params<Given>,
  reads: number,
  writes: number,
): Kernel<Given> {
  const access = Array.from({ length: reads + writes }, (_, i) => (i < reads ? "read" : "write"));
  return { name, code: parts.join("\n"), params, access, workgroupSize: 64 };
}

/** `Params` of shaders/shared/brick.wgsl. */
const BRICK = new ParamTable({
  origin: "i32x3",
  size: "i32x3",
  volume: "i32x3",
  lrOrigin: "i32x3",
  lrSize: "i32x3",
  lrVolume: "i32x3",
  factor: "i32x3",
  strengthEdges: "f32x2",
  coherenceEdges: "f32x2",
  window: "f32x5",
  scale: "f32",
});
/** `Params` of shaders/shared/block.wgsl. */
const BLOCK = new ParamTable({ origin: "i32x3", size: "i32x3", volume: "i32x3", c1: "f32", c2: "f32" });
const LINES = wholeTable({ inputs: "u32", outputs: "u32", inners: "u32" });

export const UPSAMPLE_TRICUBIC = kernel(
  "upsample-tricubic",
  [brick, upsampleTricubic],
  BRICK.reading("origin", "size", "volume", "lrOrigin", "lrSize", "lrVolume", "factor"),
  1,
  1,
);
export const RESAMPLE_AXIS = kernel(
  "resample-axis",
  [resampleAxis],
  wholeTable({ stride: "i32", inLength: "i32", outLength: "i32", inOrigin: "i32", outOrigin: "i32", factor: "i32" }),
  2,
  1,
);
export const TENSOR_X = kernel("tensor-x", [brick, tensorX], BRICK.reading("origin", "size", "volume", "window"), 1, 1);
export const TENSOR_Y = kernel("tensor-y", [brick, tensorY], BRICK.reading("origin", "size", "volume", "window"), 1, 1);
export const HASH = kernel(
  "hash",
  [brick, eigen3, tensorZ, hash],
  BRICK.reading("origin", "size", "volume", "strengthEdges", "coherenceEdges", "window"),
  2,
  2,
);
export const COMPACT = kernel("compact", [brick, compact], BRICK.reading("size", "scale"), 2, 3);
export const APPLY_FILTERS = kernel("apply-filters", [brick, applyFilters], BRICK.reading("size", "scale"), 4, 1);
/** One thread per voxel, scalar loads: what the benchmark compares `APPLY_FILTERS` with. */
export const APPLY_NAIVE = kernel("apply-naive", [brick, applyNaive], BRICK.reading("size", "scale"), 3, 1);
export const SELECT_SAMPLES = kernel(
  "select-samples",
  [selectSamples],
  wholeTable({
    origin: "u32x3",
    pitch: "u32",
    size: "u32x3",
    volume: "u32x2",
    seed: "u32",
    stream: "u32",
    limit: "u32",
    heldOutSeed: "u32",
    heldOutLimit: "u32",
  }),
  3,
  2,
);
export const SORT_SAMPLES = kernel(
  "sort-samples",
  [sampleClass, sortSamples],
  wholeTable({ samples: "u32", strengthEdges: "f32x2", coherenceEdges: "f32x2" }),
  1,
  2,
);
export const GATHER_PATCHES = kernel(
  "gather-patches",
  [gatherPatches],
  wholeTable({ pitch: "i32", slice: "i32", width: "i32", stride: "i32" }),
  3,
  1,
);
export const ACCUMULATE_GRAM = kernel(
  "accumulate-gram",
  [accumulateGram],
  wholeTable({ tiles: "i32", stride: "i32" }),
  2,
  1,
);
export const CONJUGATE_GRADIENT = kernel(
  "conjugate-gradient",
  [conjugateGradient],
  wholeTable({ stride: "i32", steps: "i32", fresh: "i32", tolerance: "f32" }),
  2,
  2,
);
export const DEGRADE = kernel(
  "degrade",
  [degrade],
  wholeTable({
    origin: "i32x3",
    size: "i32x3",
    factor: "i32x3",
    volume: "i32x3",
    fineOrigin: "i32x3",
    fineSize: "i32x3",
    tap: "i32x3",
    taps: "i32x3",
  }),
  2,
  1,
);
export const FFT_LINES = kernel("fft-lines", [fftLines, lineWorkgroup], LINES, 2, 1);
/** The same for lines that are longer than 1024 voxels or so. */
export const FFT_LONG_LINES = kernel("fft-long-lines", [fftLines, lineStorage], LINES, 2, 2);
export const FOLDED_HASH = kernel(
  "folded-hash",
  [brick, foldedWord, folded, eigen3, tensorZ, foldedHash],
  BRICK.reading("origin", "size", "volume", "factor", "strengthEdges", "coherenceEdges", "window"),
  3,
  2,
);
export const FOLDED_APPLY = kernel(
  "folded-apply",
  [brick, foldedWord, folded, foldedApply],
  BRICK.reading("origin", "size", "factor"),
  5,
  3,
);
export const FOLDED_SAMPLES = kernel("folded-samples", [brick, foldedSamples], BRICK.reading("size"), 4, 1);
export const FOLDED_SORT = kernel(
  "folded-sort",
  [foldedWord, foldedRow, foldedPair, sortSamples],
  wholeTable({ samples: "u32" }),
  1,
  2,
);
export const FOLDED_GATHER = kernel(
  "folded-gather",
  [foldedWord, foldedRow, foldedGather],
  wholeTable({ taps: "u32", firstRow: "u32" }),
  4,
  1,
);
export const FOLDED_ERRORS = kernel("folded-errors", [foldedWord, foldedRow, foldedErrors], wholeTable({}), 4, 1);
export const ERROR_ROWS = kernel("error-rows", [block, mask, errorRows], BLOCK.reading("size"), 3, 1);
export const SSIM_X = kernel("ssim-x", [block, ssimX], BLOCK.reading("size"), 2, 1);
export const SSIM_Y = kernel("ssim-y", [block, ssimY], BLOCK.reading("size"), 1, 1);
export const SSIM_ROWS = kernel(
  "ssim-rows",
  [block, mask, ssimRows],
  BLOCK.reading("origin", "size", "volume", "c1", "c2"),
  2,
  1,
);
export const LOG_X = kernel("log-x", [block, logX], BLOCK.reading("size"), 3, 1);
export const LOG_Y = kernel("log-y", [block, logY], BLOCK.reading("size"), 2, 1);
export const LOG_ROWS = kernel("log-rows", [block, mask, logRows], BLOCK.reading("size"), 3, 1);
/** Independent multiply-add chains in registers: the adapter's measured peak. */
export const FMA_PEAK = kernel("fma-peak", [fmaPeak], wholeTable({ rounds: "i32", a: "f32", b: "f32" }), 0, 1);
