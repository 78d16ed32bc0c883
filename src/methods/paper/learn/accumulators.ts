/**
 * Accumulator files: the sums behind a bank, to be continued, merged and solved elsewhere. They can have 2 GB, so they
 * are written and read in parts. Source: bank format, accumulators.
 */

import { decodeMetadata, encodeMetadata, FORMATS, methodIn } from "../../../banks/metadata";
import { bankError, readTable, serialiseHead, type Tensor, type TensorEntry } from "../../../banks/safetensors";
import type { RandomAccess } from "../../../core/random-access";
import type { BinEdges } from "../../common/binned-bank";
import type { PaperBank, PaperMetadata } from "../bank";
import { CLASS_COUNT } from "../classes";
import { PAPER_CODEC } from "../codec";

/** Σ over the rows of one class. */
export interface ClassSums {
  readonly rows: number;
  /** Σ a aᵀ: upper triangle, row by row, taps·(taps + 1)/2. */
  readonly qUpper: Float32Array<ArrayBuffer>;
  /** Σ a b, length taps. */
  readonly v: Float64Array<ArrayBuffer>;
  /** Σ b². */
  readonly b2: number;
}

export interface AccumulatorsHead extends BinEdges {
  readonly metadata: PaperMetadata;
}

const triangle = (taps: number) => (taps * (taps + 1)) / 2;
const tapsOf = ({ patch }: PaperMetadata) => patch[0] * patch[1] * patch[2];

function tensorsOf(taps: number): Map<string, Pick<Tensor, "dtype" | "shape">> {
  return new Map([
    ["q_upper", { dtype: "F32", shape: [CLASS_COUNT, triangle(taps)] }],
    ["v", { dtype: "F64", shape: [CLASS_COUNT, taps] }],
    ["b2", { dtype: "F64", shape: [CLASS_COUNT] }],
    ["class_rows", { dtype: "U32", shape: [CLASS_COUNT] }],
    ["strength_edges", { dtype: "F32", shape: [2] }],
    ["coherence_edges", { dtype: "F32", shape: [2] }],
  ]);
}

/** Bytes of a file for patches of `taps` voxels, but for its header. */
export function accumulatorBytes(taps: number): number {
  return CLASS_COUNT * (4 * triangle(taps) + 8 * taps + 12) + 16;
}

/** The file in parts, in order. */
export function* writeAccumulators(
  head: AccumulatorsHead,
  sumsOf: (classIndex: number) => ClassSums | undefined,
): Generator<Uint8Array<ArrayBuffer>> {
  const taps = tapsOf(head.metadata);
  yield serialiseHead(encodeMetadata(PAPER_CODEC, head.metadata, FORMATS.accumulators), tensorsOf(taps));
  const v = new Float64Array(CLASS_COUNT * taps);
  const b2 = new Float64Array(CLASS_COUNT);
  const rows = new Uint32Array(CLASS_COUNT);
  const nothing = new Uint8Array(4 * triangle(taps));
  for (let c = 0; c < CLASS_COUNT; c++) {
    const sums = sumsOf(c);
    if (sums) {
      v.set(sums.v, c * taps);
      b2[c] = sums.b2;
      rows[c] = sums.rows;
    }
    yield sums ? new Uint8Array(sums.qUpper.buffer) : nothing;
  }
  for (const tensor of [v, b2, rows, Float32Array.from(head.strengthEdges), Float32Array.from(head.coherenceEdges)]) {
    yield new Uint8Array(tensor.buffer);
  }
}

/**
 * Reads a file, handing over one class with rows at a time.
 *
 * Throws `E_BANK` as `readBank` does: another format, sizes that the metadata do not imply, NaN and infinity.
 */
export async function readAccumulators(
  file: RandomAccess,
  onClass: (classIndex: number, sums: ClassSums) => void,
): Promise<AccumulatorsHead> {
  const { metadata: strings, entries, dataBegin } = await readTable(file);
  methodIn(strings, ["paper"], FORMATS.accumulators);
  const metadata = decodeMetadata<PaperBank>(PAPER_CODEC, strings);
  const taps = tapsOf(metadata);
  const wanted = tensorsOf(taps);
  for (const name of entries.keys()) if (!wanted.has(name)) throw bankError(`tensor "${name}" is unknown`);
  for (const [name, { dtype, shape }] of wanted) {
    const found = entries.get(name);
    const isV = name === "v" && found?.dtype === "F32"; // either precision is allowed for V
    if (!found || found.shape.join() !== shape.join() || (found.dtype !== dtype && !isV)) {
      throw bankError(
        `tensor "${name}" is ${found ? `${found.dtype} [${found.shape}]` : "missing"}, not ${dtype} [${shape}]`,
      );
    }
  }
  const read = async (name: string, from = 0, count?: number) => {
    const { begin, end } = entries.get(name) as TensorEntry;
    const first = dataBegin + begin + from;
    return (await file.read(first, count === undefined ? dataBegin + end : first + count)).buffer;
  };
  const isWide = entries.get("v")?.dtype === "F64";
  const v = isWide ? new Float64Array(await read("v")) : Float64Array.from(new Float32Array(await read("v")));
  const b2 = new Float64Array(await read("b2"));
  const rows = new Uint32Array(await read("class_rows"));
  const edges = [new Float32Array(await read("strength_edges")), new Float32Array(await read("coherence_edges"))];
  for (const values of [v, b2, ...edges]) refuseNonFinite(values);
  for (const [low, high] of edges) {
    if ((low as number) > (high as number)) throw bankError("its bin edges are not ascending");
  }
  const bytes = 4 * triangle(taps);
  for (const [c, count] of rows.entries()) {
    if (count === 0) continue;
    const qUpper = new Float32Array(await read("q_upper", c * bytes, bytes));
    refuseNonFinite(qUpper);
    onClass(c, { rows: count, qUpper, v: v.slice(c * taps, (c + 1) * taps), b2: b2[c] as number });
  }
  const [strengthEdges, coherenceEdges] = edges.map((pair) => [...pair]) as [[number, number], [number, number]];
  return { metadata, strengthEdges, coherenceEdges };
}

function refuseNonFinite(values: Float32Array | Float64Array): void {
  for (const value of values) if (!Number.isFinite(value)) throw bankError(`its sums hold ${value}`);
}
