/** Every kernel of the engine: its WGSL, its bindings and its workgroup. `shaders/README.md` describes each. */

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

const READ = "read-only-storage";
const WRITE = "storage";

function kernel(
  name: string,
  parts: readonly string[],
  storage: readonly GPUBufferBindingType[],
  workgroupSize = 64,
): Kernel {
  return { name, code: parts.join("\n"), bindings: ["uniform", ...storage], workgroupSize };
}

export const UPSAMPLE_TRICUBIC = kernel("upsample-tricubic", [brick, upsampleTricubic], [READ, WRITE]);
export const RESAMPLE_AXIS = kernel("resample-axis", [resampleAxis], [READ, READ, WRITE]);
export const TENSOR_X = kernel("tensor-x", [brick, tensorX], [READ, WRITE]);
export const TENSOR_Y = kernel("tensor-y", [brick, tensorY], [READ, WRITE]);
export const HASH = kernel("hash", [brick, eigen3, tensorZ, hash], [READ, READ, WRITE, WRITE]);
export const COMPACT = kernel("compact", [brick, compact], [READ, READ, WRITE, WRITE, WRITE]);
export const APPLY_FILTERS = kernel("apply-filters", [brick, applyFilters], [READ, READ, READ, READ, WRITE]);
/** One thread a voxel, scalar loads: what the benchmark compares `APPLY_FILTERS` with. */
export const APPLY_NAIVE = kernel("apply-naive", [brick, applyNaive], [READ, READ, READ, WRITE]);
export const SELECT_SAMPLES = kernel("select-samples", [selectSamples], [READ, READ, READ, WRITE, WRITE]);
export const SORT_SAMPLES = kernel("sort-samples", [sampleClass, sortSamples], [READ, WRITE, WRITE]);
export const GATHER_PATCHES = kernel("gather-patches", [gatherPatches], [READ, READ, READ, WRITE]);
export const ACCUMULATE_GRAM = kernel("accumulate-gram", [accumulateGram], [READ, READ, WRITE]);
export const CONJUGATE_GRADIENT = kernel("conjugate-gradient", [conjugateGradient], [READ, READ, WRITE, WRITE]);
export const DEGRADE = kernel("degrade", [degrade], [READ, READ, WRITE]);
export const FFT_LINES = kernel("fft-lines", [fftLines, lineWorkgroup], [READ, READ, WRITE]);
/** The same for lines that are longer than 1024 voxels or so. */
export const FFT_LONG_LINES = kernel("fft-long-lines", [fftLines, lineStorage], [READ, READ, WRITE, WRITE]);
export const FOLDED_HASH = kernel(
  "folded-hash",
  [brick, foldedWord, folded, eigen3, tensorZ, foldedHash],
  [READ, READ, READ, WRITE, WRITE],
);
export const FOLDED_APPLY = kernel(
  "folded-apply",
  [brick, foldedWord, folded, foldedApply],
  [READ, READ, READ, READ, READ, WRITE, WRITE, WRITE],
);
export const FOLDED_SAMPLES = kernel("folded-samples", [brick, foldedSamples], [READ, READ, READ, READ, WRITE]);
export const FOLDED_SORT = kernel(
  "folded-sort",
  [foldedWord, foldedRow, foldedPair, sortSamples],
  [READ, WRITE, WRITE],
);
export const FOLDED_GATHER = kernel(
  "folded-gather",
  [foldedWord, foldedRow, foldedGather],
  [READ, READ, READ, READ, WRITE],
);
export const FOLDED_ERRORS = kernel(
  "folded-errors",
  [foldedWord, foldedRow, foldedErrors],
  [READ, READ, READ, READ, WRITE],
);
export const ERROR_ROWS = kernel("error-rows", [block, mask, errorRows], [READ, READ, READ, WRITE]);
export const SSIM_X = kernel("ssim-x", [block, ssimX], [READ, READ, WRITE]);
export const SSIM_Y = kernel("ssim-y", [block, ssimY], [READ, WRITE]);
export const SSIM_ROWS = kernel("ssim-rows", [block, mask, ssimRows], [READ, READ, WRITE]);
export const LOG_X = kernel("log-x", [block, logX], [READ, READ, READ, WRITE]);
export const LOG_Y = kernel("log-y", [block, logY], [READ, READ, WRITE]);
export const LOG_ROWS = kernel("log-rows", [block, mask, logRows], [READ, READ, READ, WRITE]);
/** Independent multiply-add chains in registers: the adapter's measured peak. */
export const FMA_PEAK = kernel("fma-peak", [fmaPeak], [WRITE]);
