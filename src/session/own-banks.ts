/** The person's own banks: trained or opened here, and those kept from earlier visits. */

import { bankHash } from "../banks/bank-hash";
import { EigenvoxError } from "../core/errors";
import { removeStored, storedFiles, storeFile } from "../hosts/browser-storage";
import type { Bank } from "../methods/bank";
import { readBank } from "../methods/read-bank";
import type { BankEntry } from "./protocol";
import type { LoadedBank } from "./shipped-banks";

const FOLDER = "banks";
const MAX_FILE_BYTES = 256 * 2 ** 20;

interface OwnBank extends LoadedBank {
  readonly entry: BankEntry;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

const banks = new Map<string, OwnBank>();
let loadingKept: Promise<void> | undefined;

/** Newest first. A kept file that is damaged is left out. */
export async function listOwnBanks(): Promise<readonly BankEntry[]> {
  loadingKept ??= loadKept();
  await loadingKept;
  return [...banks.values()].map(({ entry }) => entry).reverse();
}

/** Throws `E_BANK` for a file that is none. */
export async function openOwnBank(file: File): Promise<BankEntry> {
  if (file.size > MAX_FILE_BYTES)
    throw new EigenvoxError("E_BANK", `${file.size} bytes are more than a bank may have.`);
  return addOwnBank(new Uint8Array(await file.arrayBuffer()));
}

/** Takes a bank's file; one that is here already stays as it is. */
export async function addOwnBank(bytes: Uint8Array<ArrayBuffer>, isKept = false): Promise<BankEntry> {
  const bank = readBank(bytes);
  const hash = await bankHash(bytes);
  const id = `own-${hash.slice(0, 16)}`;
  const known = banks.get(id);
  if (known) return known.entry;
  const entry = entryOf(id, bank, isKept);
  banks.set(id, { entry, bank, hash, bytes });
  return entry;
}

/** Throws `E_NOT_FOUND`. */
export function ownBank(id: string): OwnBank {
  const bank = banks.get(id);
  if (!bank) throw new EigenvoxError("E_NOT_FOUND", "This bank is no longer here. Open its file again.");
  return bank;
}

/** Throws `E_QUOTA`; the bank stays usable. */
export async function keepOwnBank(id: string): Promise<BankEntry> {
  const own = ownBank(id);
  await storeFile(FOLDER, fileName(id), [own.bytes]);
  const entry = { ...own.entry, isKept: true };
  banks.set(id, { ...own, entry });
  return entry;
}

export async function removeOwnBank(id: string): Promise<void> {
  banks.delete(id);
  await removeStored(FOLDER, fileName(id));
}

const fileName = (id: string) => `${id}.safetensors`;

async function loadKept(): Promise<void> {
  for (const file of await storedFiles(FOLDER)) {
    await addOwnBank(new Uint8Array(await file.arrayBuffer()), true).catch(() => {});
  }
}

function entryOf(id: string, { metadata }: Bank, isKept: boolean): BankEntry {
  const { method, factor, degradation, title } = metadata;
  return { id, origin: "own", isKept, method, factor, degradation, title };
}
