/** The banks that a page names: a file, or a folder of them with its catalogue, out of which the scan's is chosen. */

import { EigenvoxError } from "../core/errors";
import { sha256 } from "../core/sha256";
import type { Factor } from "../core/volume";
import type { Degradation } from "../degradations/degradation";
import type { Evidence } from "../evidence/evidence";
import { fittingBank, type ListedBank } from "../jobs/fitting-bank";
import type { HashedBank } from "../jobs/super-resolve";
import { readBank } from "../methods/bank-file";

/** An absolute URL, of a folder where it ends with a slash; or the bytes of a bank's file. */
export type BankSource = string | Uint8Array<ArrayBuffer>;

/** Of one origin a browser gives files that this page may not read to no other. */
export type FetchMode = "cors" | "same-origin";

export const isFolder = (source: BankSource): source is string => typeof source === "string" && source.endsWith("/");

/** Throws `E_BANK` for what is none and for what cannot be had. */
export async function openBankFile(source: BankSource, mode: FetchMode, signal?: AbortSignal): Promise<HashedBank> {
  const bytes = typeof source === "string" ? await fetchBytes(source, mode, "E_BANK", signal) : source;
  return { ...readBank(bytes), hash: await sha256(bytes) };
}

/** Out of a folder; throws what `fittingBank` throws, and `E_BANK` for a folder without a catalogue. */
export async function bankOutOf(
  folder: string,
  mode: FetchMode,
  factor: Factor,
  wanted: { readonly method?: string | undefined; readonly degradation?: Degradation | undefined },
  evidence: Evidence,
  signal?: AbortSignal,
): Promise<HashedBank> {
  const url = `${folder}catalogue.json`;
  const bytes = await fetchBytes(url, mode, "E_BANK", signal);
  const banks = catalogueIn(bytes, url);
  return fittingBank(banks, factor, wanted, evidence, ({ file }) =>
    openBankFile(new URL(file, folder).href, mode, signal),
  );
}

function catalogueIn(bytes: Uint8Array, url: string): readonly (ListedBank & { readonly file: string })[] {
  try {
    const { banks } = JSON.parse(new TextDecoder().decode(bytes));
    if (Array.isArray(banks)) return banks;
  } catch {
    // Said below, as of a catalogue without a list.
  }
  throw new EigenvoxError("E_BANK", `${url} is no catalogue of banks.`);
}

/** Throws an error of this code for what cannot be had. */
export async function fetchBytes(
  url: string,
  mode: FetchMode,
  code: "E_BANK" | "E_NOT_FOUND",
  signal?: AbortSignal,
): Promise<Uint8Array<ArrayBuffer>> {
  try {
    const response = await fetch(url, { mode, credentials: "same-origin", ...(signal && { signal }) });
    if (!response.ok) throw new Error(`status ${response.status}`);
    return new Uint8Array(await response.arrayBuffer());
  } catch (cause) {
    signal?.throwIfAborted();
    throw new EigenvoxError(code, `${url} could not be loaded (${(cause as Error).message}).`, { cause });
  }
}
