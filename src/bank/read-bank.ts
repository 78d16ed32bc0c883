/** Reads a filter bank file. Source: bank format. */

import { CLASS_COUNT } from "../core/method";
import type { Bank } from "./bank";
import { halvesToFloats } from "./float16";
import { decodeMetadata } from "./metadata";
import { bankError, type Dtype, parseSafetensors, type Tensor } from "./safetensors";

/**
 * The bank in the file's bytes, which it shares no memory with.
 *
 * Throws `E_BANK`, its message naming the reason, for everything `parseSafetensors` and `decodeMetadata` refuse; a
 * missing, unknown or misshapen tensor; NaN or infinity; edges not ascending; a negative residual.
 */
export function readBank(bytes: Uint8Array): Bank {
  const file = parseSafetensors(bytes);
  const metadata = decodeMetadata(file.metadata);
  const unread = new Map(file.tensors);
  const take = (name: string, dtypes: readonly Dtype[], shape: readonly number[]): Tensor => {
    const tensor = unread.get(name);
    if (!tensor) throw bankError(`tensor "${name}" is missing`);
    unread.delete(name);
    if (!dtypes.includes(tensor.dtype) || tensor.shape.join() !== shape.join()) {
      const found = `${tensor.dtype} [${tensor.shape}]`;
      throw bankError(`tensor "${name}" is ${found}, its metadata imply ${dtypes.join(" or ")} [${shape}]`);
    }
    return tensor;
  };

  const taps = metadata.patch[0] * metadata.patch[1] * metadata.patch[2];
  const bank: Bank = {
    metadata,
    filters: floatsOf("filters", take("filters", ["F16", "F32"], [CLASS_COUNT, taps])),
    strengthEdges: edgesOf("strength_edges", take("strength_edges", ["F32"], [2])),
    coherenceEdges: edgesOf("coherence_edges", take("coherence_edges", ["F32"], [2])),
    classRows: new Uint32Array(copyOf(take("class_rows", ["U32"], [CLASS_COUNT]))),
    classResidual: floatsOf("class_residual", take("class_residual", ["F32"], [CLASS_COUNT])),
    ...(unread.has("global_filter")
      ? { globalFilter: floatsOf("global_filter", take("global_filter", ["F32"], [taps])) }
      : {}),
  };
  for (const name of unread.keys()) throw bankError(`tensor "${name}" is unknown`);
  if (bank.classResidual.some((residual) => residual < 0)) throw bankError("a class residual is negative");
  return bank;
}

function floatsOf(name: string, tensor: Tensor): Float32Array<ArrayBuffer> {
  const buffer = copyOf(tensor);
  const floats = tensor.dtype === "F16" ? halvesToFloats(new Uint16Array(buffer)) : new Float32Array(buffer);
  const wrong = floats.findIndex((value) => !Number.isFinite(value));
  if (wrong >= 0) throw bankError(`tensor "${name}" holds ${floats[wrong]} at element ${wrong}`);
  return floats;
}

function edgesOf(name: string, tensor: Tensor): readonly [number, number] {
  const [lower, upper] = floatsOf(name, tensor) as Iterable<number> as [number, number];
  if (lower > upper) throw bankError(`the ${name} ${lower}, ${upper} are not ascending`);
  return [lower, upper];
}

/** A copy, because a tensor may start at any byte and typed arrays may not. */
function copyOf(tensor: Tensor): ArrayBuffer {
  return new Uint8Array(tensor.bytes).buffer;
}
