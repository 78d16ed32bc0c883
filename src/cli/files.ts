/** Files of the command line: scans and banks in and out. */

import { type FileHandle, open, readdir, readFile, stat, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { EigenvoxError } from "../core/errors";
import type { RandomAccess } from "../core/random-access";
import { sha256 } from "../core/sha256";
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
    attempt("written", () =>
      withFile(open(path, "w"), async (file) => {
        for (const part of parts) await file.writeFile(part);
      }),
    ),
  );
}

/** What `read` makes of a file that it need not hold whole. */
export function openRandomAccess<T>(path: string, read: (file: RandomAccess) => Promise<T>): Promise<T> {
  return named(path, () =>
    withFile(
      attempt("read", () => open(path)),
      async (file) => {
        const { size } = await file.stat();
        return read({
          size,
          read: async (begin, end) => {
            const bytes = new Uint8Array(end - begin);
            const { bytesRead } = await file.read(bytes, 0, bytes.length, begin);
            if (bytesRead === bytes.length) return bytes;
            throw new EigenvoxError("E_TRUNCATED", "The file became shorter while it was read.");
          },
        });
      },
    ),
  );
}

/** What `use` makes of an opened file, which is closed then. */
async function withFile<T>(opening: Promise<FileHandle>, use: (file: FileHandle) => Promise<T>): Promise<T> {
  const file = await opening;
  try {
    return await use(file);
  } finally {
    await file.close();
  }
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
  const bytes = new Uint8Array(length);
  return attempt("read", () =>
    withFile(open(path), async (file) => bytes.subarray(0, (await file.read(bytes)).bytesRead)),
  );
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
  return { name: basename(path), ...(await named(path, () => readBank(bytes))), hash: await sha256(bytes) };
}

/** Every bank that the project ships for a factor. */
export async function openShippedBanks(factor: Factor): Promise<NamedBank[]> {
  return Promise.all((await shippedBanks(factor)).map(({ path }) => openBank(path)));
}

/**
 * The first bank that the project ships for a factor, of the given method if one is given. Throws `E_BANK_MISMATCH` where
 * there is none.
 */
export async function openShippedBank(factor: Factor, method: string | undefined): Promise<NamedBank> {
  const entry = (await shippedBanks(factor)).find((bank) => !method || bank.method === method);
  if (entry) return openBank(entry.path);
  const what = `No shipped ${method ?? "filter"} bank for ${formatFactor(factor)}`;
  throw new EigenvoxError("E_BANK_MISMATCH", `${what}: name one with --bank, or train one.`);
}

async function shippedBanks(factor: Factor): Promise<{ path: string; method: string }[]> {
  const catalogue = JSON.parse(new TextDecoder().decode(await readBytes(`${BANK_FOLDER}catalogue.json`)));
  const banks = catalogue.banks as { file: string; method: string; factor: Factor }[];
  return banks
    .filter((bank) => isSameFactor(bank.factor, factor))
    .map(({ file, method }) => ({ path: `${BANK_FOLDER}${file}`, method }));
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
