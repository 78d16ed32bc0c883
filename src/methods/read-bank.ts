/** Reads a filter bank file. Source: bank format. */

import { halvesToFloats } from "../banks/float16";
import { bankError, type Dtype, parseSafetensors, type Tensor } from "../banks/safetensors";
import type { Bank } from "./bank";
import type { FoldedBank, FoldedMetadata } from "./folded/bank";
import { foldedClassCounts } from "./folded/folding";
import { decodeMetadata } from "./metadata";
import type { PaperBank, PaperMetadata } from "./paper/bank";
import { CLASS_COUNT } from "./paper/classes";

/**
 * The bank in the file's bytes, which it shares no memory with.
 *
 * Throws `E_BANK`, its message naming the reason, for everything `parseSafetensors` and `decodeMetadata` refuse; a
 * missing, unknown or misshapen tensor; NaN or infinity; edges not ascending; a negative residual.
 */
export function readBank(bytes: Uint8Array): Bank {
  const file = parseSafetensors(bytes);
  const metadata = decodeMetadata(file.metadata);
  const tensors = new Tensors(file.tensors);
  const bank = metadata.method === "paper" ? readPaper(tensors, metadata) : readFolded(tensors, metadata);
  tensors.refuseUnread();
  return bank;
}

function readPaper(tensors: Tensors, metadata: PaperMetadata): PaperBank {
  const taps = metadata.patch[0] * metadata.patch[1] * metadata.patch[2];
  return {
    metadata,
    filters: tensors.floats("filters", [CLASS_COUNT, taps], ["F16", "F32"]),
    strengthEdges: tensors.edges("strength_edges"),
    coherenceEdges: tensors.edges("coherence_edges"),
    classRows: tensors.counts("class_rows", CLASS_COUNT),
    classResidual: tensors.residuals("class_residual", CLASS_COUNT),
    ...(tensors.has("global_filter") ? { globalFilter: tensors.floats("global_filter", [taps]) } : {}),
  };
}

function readFolded(tensors: Tensors, metadata: FoldedMetadata): FoldedBank {
  const { taps, factor, exchange } = metadata;
  const { structure, level } = foldedClassCounts(factor, exchange);
  return {
    metadata,
    structureFilters: tensors.floats("structure_filters", [structure, taps], ["F16", "F32"]),
    levelFilters: tensors.floats("level_filters", [level, taps], ["F16", "F32"]),
    strengthEdges: tensors.edges("strength_edges"),
    coherenceEdges: tensors.edges("coherence_edges"),
    structureRows: tensors.counts("structure_rows", structure),
    levelRows: tensors.counts("level_rows", level),
    structureResidual: tensors.residuals("structure_residual", structure),
    levelResidual: tensors.residuals("level_residual", level),
  };
}

/** The tensors of a file, each to be taken once and as its metadata imply. */
class Tensors {
  private readonly unread: Map<string, Tensor>;

  constructor(tensors: ReadonlyMap<string, Tensor>) {
    this.unread = new Map(tensors);
  }

  has(name: string): boolean {
    return this.unread.has(name);
  }

  floats(name: string, shape: readonly number[], dtypes: readonly Dtype[] = ["F32"]): Float32Array<ArrayBuffer> {
    const tensor = this.take(name, dtypes, shape);
    const buffer = copyOf(tensor);
    const floats = tensor.dtype === "F16" ? halvesToFloats(new Uint16Array(buffer)) : new Float32Array(buffer);
    const wrong = floats.findIndex((value) => !Number.isFinite(value));
    if (wrong >= 0) throw bankError(`tensor "${name}" holds ${floats[wrong]} at element ${wrong}`);
    return floats;
  }

  counts(name: string, length: number): Uint32Array<ArrayBuffer> {
    return new Uint32Array(copyOf(this.take(name, ["U32"], [length])));
  }

  residuals(name: string, length: number): Float32Array<ArrayBuffer> {
    const residuals = this.floats(name, [length]);
    if (residuals.some((residual) => residual < 0)) throw bankError("a class residual is negative");
    return residuals;
  }

  edges(name: string): readonly [number, number] {
    const [lower, upper] = this.floats(name, [2]) as Iterable<number> as [number, number];
    if (lower > upper) throw bankError(`the ${name} ${lower}, ${upper} are not ascending`);
    return [lower, upper];
  }

  refuseUnread(): void {
    for (const name of this.unread.keys()) throw bankError(`tensor "${name}" is unknown`);
  }

  private take(name: string, dtypes: readonly Dtype[], shape: readonly number[]): Tensor {
    const tensor = this.unread.get(name);
    if (!tensor) throw bankError(`tensor "${name}" is missing`);
    this.unread.delete(name);
    if (!dtypes.includes(tensor.dtype) || tensor.shape.join() !== shape.join()) {
      const found = `${tensor.dtype} [${tensor.shape}]`;
      throw bankError(`tensor "${name}" is ${found}, its metadata imply ${dtypes.join(" or ")} [${shape}]`);
    }
    return tensor;
  }
}

/** A copy, because a tensor may start at any byte and typed arrays may not. */
function copyOf(tensor: Tensor): ArrayBuffer {
  return new Uint8Array(tensor.bytes).buffer;
}
