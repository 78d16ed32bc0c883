/** Files of the command line: scans and banks in and out. */

import { open, readdir, readFile, stat, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { bankHash } from "../banks/bank-hash";
import { EigenvoxError } from "../core/errors";
import type { RandomAccess } from "../core/random-access";
import { type Factor, formatFactor, isSameFactor } from "../core/volume";
import { readFirstScan } from "../formats/registry";
import type { Scan, ScanFile } from "../formats/scan-format";
import { isScanName, SCAN_EXTENSIONS } from "../formats/scan-names";
import type { HashedBank } from "../jobs/super-resolve";
import { readBank } from "../methods/bank-file";

export interface NamedBank extends HashedBank {
  readonly name: string;
}

/** Built into dist/cli; the banks lie in the project's public folder. */
const BANK_FOLDER = fileURLToPath(new URL("../../public/banks/", import.meta.url));

export function readBytes(path: string): Promise<Uint8Array<ArrayBuffer>> {
  return named(path, () => bytesOf(path));
}

export function writeBytes(path: string, bytes: Uint8Array): Promise<void> {
  return named(path, () => attempt("written", () => writeFile(path, bytes)));
}

/** A file too large for one array, part by part. */
export function writeParts(path: string, parts: Iterable<Uint8Array>): Promise<void> {
  return named(path, () =>
    attempt("written", async () => {
      const file = await open(path, "w");
      try {
        for (const part of parts) await file.writeFile(part);
      } finally {
        await file.close();
      }
    }),
  );
}

/** What `read` makes of a file that it need not hold whole. */
export function openRandomAccess<T>(path: string, read: (file: RandomAccess) => Promise<T>): Promise<T> {
  return named(path, async () => {
    const file = await attempt("read", () => open(path));
    try {
      const { size } = await file.stat();
      return await read({
        size,
        read: async (begin, end) => {
          const bytes = new Uint8Array(end - begin);
          const { bytesRead } = await file.read(bytes, 0, bytes.length, begin);
          if (bytesRead < bytes.length)
            throw new EigenvoxError("E_TRUNCATED", "The file became shorter while it was read.");
          return bytes;
        },
      });
    } finally {
      await file.close();
    }
  });
}

/** A scan; what the person must know of it goes to stderr. */
export async function readScan(path: string): Promise<Scan> {
  const scan = await named(path, async () => readFirstScan([await fileAt(path)]));
  for (const notice of scan.notices) process.stderr.write(`${basename(path)}: ${notice}\n`);
  return scan;
}

async function fileAt(path: string): Promise<ScanFile> {
  const { size } = await attempt("read", () => stat(path));
  return { name: basename(path), size, head: (length) => headOf(path, length), bytes: () => bytesOf(path) };
}

/** The first bytes of a file. */
export function readHead(path: string, length: number): Promise<Uint8Array> {
  return named(path, () => headOf(path, length));
}

function headOf(path: string, length: number): Promise<Uint8Array> {
  return attempt("read", async () => {
    const file = await open(path);
    try {
      const bytes = new Uint8Array(length);
      return bytes.subarray(0, (await file.read(bytes)).bytesRead);
    } finally {
      await file.close();
    }
  });
}

async function bytesOf(path: string): Promise<Uint8Array<ArrayBuffer>> {
  const { buffer, byteOffset, byteLength } = await attempt("read", () => readFile(path));
  return new Uint8Array(buffer as ArrayBuffer, byteOffset, byteLength);
}

/** Makes an `E_NOT_FOUND` of what the system says. */
async function attempt<T>(verb: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    throw new EigenvoxError("E_NOT_FOUND", `cannot be ${verb} (${code}).`, { cause });
  }
}

export async function openBank(path: string): Promise<NamedBank> {
  const bytes = await readBytes(path);
  return { name: basename(path), ...(await named(path, () => readBank(bytes))), hash: await bankHash(bytes) };
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
export async function openShippedBank(factor: Factor, method: string | undefined): Promise<NamedBank> {
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

/** The files of scans among the paths and below the folders among them, each folder's in order of their names. */
export async function findScans(paths: readonly string[]): Promise<string[]> {
  const found = await Promise.all(
    paths.map(async (path) => {
      const names = await readdir(path, { recursive: true }).catch(() => undefined); // a file, or nothing
      if (!names) return [path];
      const scans = names.filter(isScanName).sort();
      if (scans.length === 0)
        throw new EigenvoxError("E_NOT_FOUND", `${path}: no ${SCAN_EXTENSIONS.join(" or ")} file below this folder.`);
      return scans.map((name) => join(path, name));
    }),
  );
  return found.flat();
}

/** Puts the file's name before an error's message. */
async function named<T>(path: string, work: () => T | Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof EigenvoxError)
      throw new EigenvoxError(error.code, `${path}: ${error.message}`, { cause: error });
    throw error;
  }
}
