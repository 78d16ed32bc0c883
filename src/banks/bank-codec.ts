/** How banks of one method become files and come out of them. Source: bank format. */

import type { Factor } from "../core/volume";
import type { Bank, BankMetadata } from "./bank";
import type { Tensor } from "./safetensors";
import type { FilterType, Tensors } from "./tensors";

export interface BankCodec<B extends Bank = Bank> {
  /** Metadata that this version of the method cannot vary; a bank made with anything else would be applied wrongly. */
  readonly fixed: Readonly<Record<string, string>>;
  /** The metadata keys that only this method has. */
  readonly keys: readonly string[];
  /** Those that a file may lack; `decode` is given "" for them. */
  readonly optionalKeys?: readonly string[];
  encode(metadata: B["metadata"]): Readonly<Record<string, string>>;
  /** What `encode` wrote, checked. Throws `E_BANK`. */
  decode(get: (key: string) => string, factor: Factor): Omit<B["metadata"], keyof BankMetadata>;
  /** The bank of the metadata and the file's tensors. Throws `E_BANK`. */
  read(tensors: Tensors, metadata: B["metadata"]): B;
  tensors(bank: B, filters: FilterType): Map<string, Tensor>;
  /** The bank in words: its filters, its classes, and further facts. */
  describe(bank: B): {
    readonly filters: string;
    readonly classes: string;
    readonly facts: readonly (readonly [string, string])[];
  };
}
