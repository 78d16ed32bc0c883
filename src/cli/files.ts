/** Files of the command line: scans and banks in and out. */

import { open, readdir, readFile, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { bankHash } from "../banks/bank-hash";
import { EigenvoxError } from "../core/errors";
import { type Factor, formatFactor, isSameFactor } from "../core/volume";
import { type NiftiScan, readNifti } from "../formats/nifti/read";
import type { Bank } from "../methods/bank";
import type { Method } from "../methods/names";
import type { RandomAccess } from "../methods/paper/learn/accumulators";
import { readBank } from "../methods/read-bank";

export interface NamedBank {
  readonly name: string;
  readonly bank: Bank;
  /** SHA-256 of its file. */
  readonly hash: string;
}

/** Built into dist/cli; the banks lie in the project's public folder. */
const BANK_FOLDER = fileURLToPath(new URL("../../public/banks/", import.meta.url));

export async function readBytes(path: string): Promise<Uint8Array<ArrayBuffer>> {
  try {
    const { buffer, byteOffset, byteLength } = await readFile(path);
    return new Uint8Array(buffer as ArrayBuffer, byteOffset, byteLength);
  } catch (cause) {
    throw fileError(path, "read", cause);
  }
}

export async function writeBytes(path: string, bytes: Uint8Array): Promise<void> {
  try {
    await writeFile(path, bytes);
  } catch (cause) {
    throw fileError(path, "written", cause);
  }
}

/** A file too large for one array, part by part. */
export async function writeParts(path: string, parts: Iterable<Uint8Array>): Promise<void> {
  try {
    const file = await open(path, "w");
    try {
      for (const part of parts) await file.writeFile(part);
    } finally {
      await file.close();
    }
  } catch (cause) {
    throw fileError(path, "written", cause);
  }
}

/** What `read` makes of a file that it need not hold whole. */
export async function openRandomAccess<T>(path: string, read: (file: RandomAccess) => Promise<T>): Promise<T> {
  const file = await open(path).catch((cause) => {
    throw fileError(path, "read", cause);
  });
  try {
    const { size } = await file.stat();
    return await named(path, () =>
      read({
        size,
        read: async (begin, end) => {
          const bytes = new Uint8Array(end - begin);
          const { bytesRead } = await file.read(bytes, 0, bytes.length, begin);
          if (bytesRead < bytes.length)
            throw new EigenvoxError("E_TRUNCATED", "The file became shorter while it was read.");
          return bytes;
        },
      }),
    );
  } finally {
    await file.close();
  }
}

function fileError(path: string, verb: string, cause: unknown): EigenvoxError {
  const { code } = cause as NodeJS.ErrnoException;
  return new EigenvoxError("E_NOT_FOUND", `${path}: cannot be ${verb} (${code}).`, { cause });
}

/** A scan; what the person must know of it goes to stderr. */
export async function readScan(path: string): Promise<NiftiScan> {
  const bytes = await readBytes(path);
  const scan = await named(path, () => readNifti(bytes));
  for (const notice of scan.notices) process.stderr.write(`${basename(path)}: ${notice}\n`);
  return scan;
}

export async function openBank(path: string): Promise<NamedBank> {
  const bytes = await readBytes(path);
  return { name: basename(path), bank: await named(path, () => readBank(bytes)), hash: await bankHash(bytes) };
}

/** Every bank that the project ships for a factor. */
export async function openShippedBanks(factor: Factor): Promise<NamedBank[]> {
  const entries = (await shippedBanks()).filter((bank) => isSameFactor(bank.factor, factor));
  return Promise.all(entries.map(({ file }) => openBank(`${BANK_FOLDER}${file}`)));
}

/**
 * The first bank that the project ships for a factor, of the given method if one is given. Throws `E_BANK_MISMATCH` where
 * there is none.
 */
export async function openShippedBank(factor: Factor, method: Method | undefined): Promise<NamedBank> {
  const entries = await shippedBanks();
  const entry = entries.find((bank) => isSameFactor(bank.factor, factor) && (!method || bank.method === method));
  if (!entry) {
    throw new EigenvoxError(
      "E_BANK_MISMATCH",
      `No shipped ${method ?? "filter"} bank for ${formatFactor(factor)}: name one with --bank, or train one.`,
    );
  }
  return openBank(`${BANK_FOLDER}${entry.file}`);
}

async function shippedBanks(): Promise<{ file: string; method: string; factor: Factor }[]> {
  return JSON.parse(new TextDecoder().decode(await readBytes(`${BANK_FOLDER}catalogue.json`))).banks;
}

/** The NIfTI files among the paths and below the folders among them, each folder's in order of their names. */
export async function findScans(paths: readonly string[]): Promise<string[]> {
  const found = await Promise.all(
    paths.map(async (path) => {
      const names = await readdir(path, { recursive: true }).catch(() => undefined); // a file, or nothing
      if (!names) return [path];
      const scans = names.filter((name) => /\.nii(\.gz)?$/i.test(name)).sort();
      if (scans.length === 0)
        throw new EigenvoxError("E_NOT_FOUND", `${path}: no .nii or .nii.gz file below this folder.`);
      return scans.map((name) => join(path, name));
    }),
  );
  return found.flat();
}

/** Puts the file's name before an error's message. */
async function named<T>(path: string, read: () => T | Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof EigenvoxError)
      throw new EigenvoxError(error.code, `${path}: ${error.message}`, { cause: error });
    throw error;
  }
}
