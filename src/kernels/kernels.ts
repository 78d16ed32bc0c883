/** Every kernel of the engine: its WGSL, its parameters, its bindings and its workgroup. `shaders/README.md` describes each. */

import type { Kernel } from "../compute/kernel";
import { type Params, ParamTable, wholeTable } from "../compute/params";
import { invariant } from "../core/errors";

const FILES = Object.entries(
  import.meta.glob<string>("../../shaders/**/*.wgsl", { query: "?raw", import: "default", eager: true }),
);

/** The WGSL of shaders/NAME.wgsl or shaders/shared/NAME.wgsl. */
function source(name: string): string {
  const file = FILES.find(([path]) => path.endsWith(`/${name}.wgsl`));
  invariant(file, `no shader ${name}`);
  return file[1];
}

/** A kernel of the named files that binds so many buffers that it reads, then so many that it writes. */
function kernel<Given>(
  files: readonly string[],
  params: Params<Given>,
  [reads, writes]: readonly [number, number],
  name = files.at(-1) as string,
): Kernel<Given> {
  const access = Array.from({ length: reads + writes }, (_, i) => (i < reads ? "read" : "write"));
  return { name, code: files.map(source).join("\n"), params, access, workgroupSize: 64 };
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
  ["brick", "upsample-tricubic"],
  BRICK.reading("origin", "size", "volume", "lrOrigin", "lrSize", "lrVolume", "factor"),
  [1, 1],
);
export const RESAMPLE_AXIS = kernel(
  ["resample-axis"],
  wholeTable({ stride: "i32", inLength: "i32", outLength: "i32", inOrigin: "i32", outOrigin: "i32", factor: "i32" }),
  [2, 1],
);
export const TENSOR_X = kernel(["brick", "tensor-x"], BRICK.reading("origin", "size", "volume", "window"), [1, 1]);
export const TENSOR_Y = kernel(["brick", "tensor-y"], BRICK.reading("origin", "size", "volume", "window"), [1, 1]);
export const HASH = kernel(
  ["brick", "eigen3", "tensor-z", "hash"],
  BRICK.reading("origin", "size", "volume", "strengthEdges", "coherenceEdges", "window"),
  [2, 2],
);
export const COMPACT = kernel(["brick", "compact"], BRICK.reading("size", "scale"), [2, 3]);
export const APPLY_FILTERS = kernel(["brick", "apply-filters"], BRICK.reading("size", "scale"), [4, 1]);
export const GUARD = kernel(
  ["brick", "guard"],
  BRICK.reading("origin", "size", "lrOrigin", "lrSize", "lrVolume", "factor"),
  [3, 2],
);
/** One thread per voxel, scalar loads: what the benchmark compares `APPLY_FILTERS` with. */
export const APPLY_NAIVE = kernel(["brick", "apply-naive"], BRICK.reading("size", "scale"), [3, 1]);
export const SELECT_SAMPLES = kernel(
  ["select-samples"],
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
  [3, 2],
);
export const SORT_SAMPLES = kernel(
  ["sample-class", "sort-samples"],
  wholeTable({ samples: "u32", strengthEdges: "f32x2", coherenceEdges: "f32x2" }),
  [1, 2],
);
export const GATHER_PATCHES = kernel(
  ["gather-patches"],
  wholeTable({ pitch: "i32", slice: "i32", width: "i32", stride: "i32" }),
  [3, 1],
);
export const ACCUMULATE_GRAM = kernel(["accumulate-gram"], wholeTable({ tiles: "i32", stride: "i32" }), [2, 1]);
export const CONJUGATE_GRADIENT = kernel(
  ["conjugate-gradient"],
  wholeTable({ stride: "i32", steps: "i32", fresh: "i32", tolerance: "f32" }),
  [2, 2],
);
export const DEGRADE = kernel(
  ["degrade"],
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
  [2, 1],
);
export const FFT_LINES = kernel(["fft-lines", "line-workgroup"], LINES, [2, 1], "fft-lines");
/** The same for lines that are longer than 1024 voxels or so. */
export const FFT_LONG_LINES = kernel(["fft-lines", "line-storage"], LINES, [2, 2], "fft-long-lines");
export const FOLDED_HASH = kernel(
  ["brick", "folded-word", "folded", "eigen3", "tensor-z", "folded-hash"],
  BRICK.reading("origin", "size", "volume", "factor", "strengthEdges", "coherenceEdges", "window"),
  [4, 3],
);
export const FOLDED_APPLY = kernel(
  ["brick", "folded-word", "folded", "folded-apply"],
  BRICK.reading("origin", "size", "factor"),
  [5, 3],
);
export const FOLDED_SAMPLES = kernel(["brick", "folded-samples"], BRICK.reading("size"), [5, 2]);
export const FOLDED_SORT = kernel(
  ["folded-word", "folded-row", "folded-pair", "sort-samples"],
  wholeTable({ samples: "u32", steps: "u32" }),
  [1, 2],
  "folded-sort",
);
export const FOLDED_GATHER = kernel(
  ["folded-word", "folded-row", "folded-gather"],
  wholeTable({ taps: "u32", firstRow: "u32" }),
  [4, 1],
);
export const FOLDED_ERRORS = kernel(["folded-word", "folded-row", "folded-errors"], wholeTable({}), [4, 1]);
export const FINE_APPLY = kernel(
  ["brick", "folded-word", "folded", "fine-apply"],
  BRICK.reading("origin", "size", "volume", "factor"),
  [5, 3],
);
export const CONV_3D = kernel(["conv-3d"], wholeTable({ size: "i32x3" }), [2, 1]);
export const ERROR_ROWS = kernel(["block", "mask", "error-rows"], BLOCK.reading("size"), [3, 1]);
export const SSIM_X = kernel(["block", "ssim-x"], BLOCK.reading("size"), [2, 1]);
export const SSIM_Y = kernel(["block", "ssim-y"], BLOCK.reading("size"), [1, 1]);
export const SSIM_ROWS = kernel(
  ["block", "mask", "ssim-rows"],
  BLOCK.reading("origin", "size", "volume", "c1", "c2"),
  [2, 1],
);
export const LOG_X = kernel(["block", "log-x"], BLOCK.reading("size"), [3, 1]);
export const LOG_Y = kernel(["block", "log-y"], BLOCK.reading("size"), [2, 1]);
export const LOG_ROWS = kernel(["block", "mask", "log-rows"], BLOCK.reading("size"), [3, 1]);
/** Independent multiply-add chains in registers: the adapter's measured peak. */
export const FMA_PEAK = kernel(["fma-peak"], wholeTable({ rounds: "i32", a: "f32", b: "f32" }), [0, 1]);
