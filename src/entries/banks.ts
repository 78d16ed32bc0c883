/** `eigenvox/banks`: filter bank files; those that ship are `eigenvox/banks/NAME.safetensors`. */

export type { Bank, BankMetadata } from "../methods/bank";
export { readBank } from "../methods/read-bank";
export { writeBank } from "../methods/write-bank";
