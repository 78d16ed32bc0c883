/** The filter banks that come with the page, fetched from its own origin when they are needed. */

import { bankHash } from "../banks/bank-hash";
import { EigenvoxError } from "../core/errors";
import type { Bank } from "../methods/bank";
import { readBank } from "../methods/read-bank";
import type { BankEntry } from "./protocol";

export interface LoadedBank {
  readonly bank: Bank;
  /** SHA-256 of the file, hex. */
  readonly hash: string;
}

let base = "";
let catalogue: readonly BankEntry[] = [];
const loaded = new Map<string, Promise<LoadedBank>>();

/** Reads `catalogue.json` in the folder `baseUrl`. Throws `E_BANK` when it is missing or is no catalogue. */
export async function listShippedBanks(baseUrl: string): Promise<readonly BankEntry[]> {
  base = baseUrl;
  const text = new TextDecoder().decode(await fetchBytes("catalogue.json"));
  try {
    const { banks } = JSON.parse(text) as { banks: (BankEntry & { file: string })[] };
    catalogue = banks.map(({ file, method, factor, degradation, title }) => ({
      id: file,
      origin: "shipped",
      isKept: true,
      method,
      factor,
      degradation,
      title,
    }));
  } catch (cause) {
    throw new EigenvoxError("E_BANK", "The list of filter banks is damaged. Reload the page.", { cause });
  }
  return catalogue;
}

export function isShipped(id: string): boolean {
  return catalogue.some((entry) => entry.id === id);
}

/** A shipped bank, fetched once. Throws `E_NOT_FOUND` when there is none of this id and `E_BANK` when it is bad. */
export function shippedBank(id: string): Promise<LoadedBank> {
  if (!isShipped(id)) {
    return Promise.reject(new EigenvoxError("E_NOT_FOUND", `No filter bank "${id}" comes with this page.`));
  }
  let bank = loaded.get(id);
  if (!bank) {
    bank = load(id);
    bank.catch(() => loaded.delete(id));
    loaded.set(id, bank);
  }
  return bank;
}

async function load(file: string): Promise<LoadedBank> {
  const bytes = await fetchBytes(file);
  return { bank: readBank(bytes), hash: await bankHash(bytes) };
}

async function fetchBytes(file: string): Promise<Uint8Array<ArrayBuffer>> {
  try {
    const response = await fetch(new URL(file, base));
    if (!response.ok) throw new Error(`status ${response.status}`);
    return new Uint8Array(await response.arrayBuffer());
  } catch (cause) {
    const message = `${file} could not be loaded from this page's own server (${(cause as Error).message}). Reload the page.`;
    throw new EigenvoxError("E_BANK", message, { cause });
  }
}
