/** Bank files in and out by their codecs alone: methods themselves hold shaders, which only a bundler can import. */

import { readFileSync } from "node:fs";
import type { Bank } from "../../src/banks/bank";
import type { BankCodec } from "../../src/banks/bank-codec";
import { decodeMetadata, encodeMetadata } from "../../src/banks/metadata";
import { parseSafetensors, serialiseSafetensors } from "../../src/banks/safetensors";
import { Tensors } from "../../src/banks/tensors";

export const readBankFile = <B extends Bank>(codec: BankCodec<B>, path: string): B =>
  readBankBytes(codec, new Uint8Array(readFileSync(path)));

export function readBankBytes<B extends Bank>(codec: BankCodec<B>, bytes: Uint8Array): B {
  const file = parseSafetensors(bytes);
  return codec.read(new Tensors(file.tensors), decodeMetadata(codec, file.metadata));
}

export function bankFile<B extends Bank>(codec: BankCodec<B>, bank: B): Buffer {
  const metadata = encodeMetadata(codec, bank.metadata);
  return Buffer.from(serialiseSafetensors({ metadata, tensors: codec.tensors(bank, "F32") }));
}
