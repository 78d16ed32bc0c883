/** `eigenvox/banks`: filter bank files; those that ship are `eigenvox/banks/NAME.safetensors`. */

export type { Bank, BankMetadata } from "../banks/bank";
export { sha256 } from "../core/sha256";
export { readBank, type UsableBank, writeBank } from "../methods/bank-file";
