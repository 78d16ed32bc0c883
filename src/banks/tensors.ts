/** The tensors of bank files: taken out one by one as their metadata imply, and made for writing. */

import { floatsToHalves, halvesToFloats } from "./float16";
import { bankError, type Dtype, type Tensor } from "./safetensors";

/** Sum of the sizes of a filter's weights. */
const MOST_WEIGHT = 1000;
/** Mean squared error of a class, in units of the scan's range squared: a hundred times the range. */
const MOST_RESIDUAL = 1e4;

/** The tensors of a file, each to be taken once and as its metadata imply. */
export class Tensors {
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

  /**
   * Filters, taps fastest, of which no scan's result can be without a finite number, and not every one is nothing: a filter
   * of weights whose sizes sum to more than 1000 would make the scan's noise as many times larger, which no learning gives.
   */
  filters(
    name: string,
    shape: readonly number[],
    dtypes: readonly Dtype[] = ["F16", "F32"],
  ): Float32Array<ArrayBuffer> {
    const filters = this.floats(name, shape, dtypes);
    const taps = shape.at(-1) as number;
    for (let row = 0; row < filters.length / taps; row++) {
      const sum = filters.subarray(row * taps, (row + 1) * taps).reduce((total, w) => total + Math.abs(w), 0);
      if (sum > MOST_WEIGHT) {
        throw bankError(
          `filter ${row} of tensor "${name}" has weights of ${sum.toPrecision(3)} in all, more than ${MOST_WEIGHT}`,
        );
      }
    }
    if (filters.every((w) => w === 0)) throw bankError(`every filter of tensor "${name}" is 0`);
    return filters;
  }

  counts(name: string, length: number): Uint32Array<ArrayBuffer> {
    return new Uint32Array(copyOf(this.take(name, ["U32"], [length])));
  }

  integers(name: string, shape: readonly number[]): BigInt64Array<ArrayBuffer> {
    return new BigInt64Array(copyOf(this.take(name, ["I64"], shape)));
  }

  doubles(name: string, shape: readonly number[]): Float64Array<ArrayBuffer> {
    const doubles = new Float64Array(copyOf(this.take(name, ["F64"], shape)));
    const wrong = doubles.findIndex((value) => !Number.isFinite(value));
    if (wrong >= 0) throw bankError(`tensor "${name}" holds ${doubles[wrong]} at element ${wrong}`);
    return doubles;
  }

  residuals(name: string, length: number): Float32Array<ArrayBuffer> {
    const residuals = this.floats(name, [length]);
    if (residuals.some((residual) => residual < 0)) throw bankError("a class residual is negative");
    const largest = residuals.reduce((a, b) => Math.max(a, b), 0);
    if (largest > MOST_RESIDUAL)
      throw bankError(`a class residual is ${largest.toPrecision(3)}, more than ${MOST_RESIDUAL}`);
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

export type FilterType = "F16" | "F32";

/** Class-major filters as [classes, taps]. */
export function filterTensor(filters: Float32Array<ArrayBuffer>, classes: number, dtype: FilterType): Tensor {
  return weightTensor(filters, [classes, filters.length / classes], dtype);
}

/** Weights of any shape, the last index fastest. */
export function weightTensor(weights: Float32Array<ArrayBuffer>, shape: readonly number[], dtype: FilterType): Tensor {
  return tensor(dtype, shape, dtype === "F16" ? floatsToHalves(weights) : weights);
}

export function edgesTensor(edges: readonly [number, number]): Tensor {
  return tensor("F32", [2], Float32Array.from(edges));
}

export const vectorTensor = (dtype: "F32" | "U32", elements: Float32Array | Uint32Array): Tensor =>
  tensor(dtype, [elements.length], elements);

/** Little-endian bytes of the elements: every machine with WebGPU is little-endian, as the file is. */
export function tensor(dtype: Dtype, shape: readonly number[], elements: ArrayBufferView): Tensor {
  return { dtype, shape, bytes: new Uint8Array(elements.buffer, elements.byteOffset, elements.byteLength) };
}
