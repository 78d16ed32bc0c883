/** Files of the command line: banks in and out, and what results are written to. */

import { appendFile, type FileHandle, mkdir, open, readdir, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { BankMetadata } from "../banks/bank";
import { EigenvoxError } from "../core/errors";
import type { RandomAccess } from "../core/random-access";
import { sha256 } from "../core/sha256";
import { type Factor, isSameFactor } from "../core/volume";
import type { WrittenFile } from "../formats/scan-format";
import { fileAt } from "../hosts/node-file";
import type { HashedBank } from "../jobs/super-resolve";
import { readBank } from "../methods/bank-file";

export interface NamedBank extends HashedBank {
  readonly name: string;
}

/** Built into dist/cli; the banks lie in the project's public folder. */
const BANK_FOLDER = fileURLToPath(new URL("../../public/banks/", import.meta.url));

export function readBytes(path: string): Promise<Uint8Array<ArrayBuffer>> {
  return named(path, async () => (await fileAt(path)).bytes());
}

export function writeBytes(path: string, bytes: Uint8Array): Promise<void> {
  return named(path, () => attempt("written", () => writeFile(path, bytes)));
}

export function appendLine(path: string, line: string): Promise<void> {
  return named(path, () => attempt("written", () => appendFile(path, `${line}\n`)));
}

/** A file that is never there as a whole, part by part. Throws what making the parts throws, too. */
export function writeParts(path: string, parts: Iterable<Uint8Array> | AsyncIterable<Uint8Array>): Promise<void> {
  return named(path, () =>
    attempt("written", () =>
      withFile(open(path, "w"), async (file) => {
        for await (const part of parts) await file.writeFile(part);
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

/** The first bytes of a file. */
export function readHead(path: string, length: number): Promise<Uint8Array> {
  return named(path, async () => (await fileAt(path)).slice(0, length));
}

/** Makes an `E_NOT_FOUND` of what the system says. */
async function attempt<T>(verb: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    const { code, syscall } = cause as NodeJS.ErrnoException;
    if (syscall === undefined) throw cause;
    throw new EigenvoxError("E_NOT_FOUND", `cannot be ${verb} (${code}).`, { cause });
  }
}

export async function openBank(path: string): Promise<NamedBank> {
  const bytes = await readBytes(path);
  return { name: basename(path), ...(await named(path, () => readBank(bytes))), hash: await sha256(bytes) };
}

/** Every bank that the project ships for a factor, or those of a method or a degradation. */
export async function openShippedBanks(
  factor: Factor,
  { method, degradation }: Partial<Pick<ShippedBank, "method" | "degradation">> = {},
): Promise<NamedBank[]> {
  const banks = (await shippedBanks()).filter(
    (bank) =>
      isSameFactor(bank.factor, factor) &&
      (method === undefined || bank.method === method) &&
      (degradation === undefined || bank.degradation === degradation),
  );
  return Promise.all(banks.map(({ path }) => openBank(path)));
}

/** A bank that the project ships, by its file. */
export interface ShippedBank extends Pick<BankMetadata, "method" | "factor" | "degradation"> {
  readonly path: string;
}

/** In the catalogue's order, best first for each factor. */
export async function shippedBanks(): Promise<readonly ShippedBank[]> {
  const catalogue = JSON.parse(new TextDecoder().decode(await readBytes(`${BANK_FOLDER}catalogue.json`)));
  const banks = catalogue.banks as (Omit<ShippedBank, "path"> & { file: string })[];
  return banks.map(({ file, ...bank }) => ({ ...bank, path: `${BANK_FOLDER}${file}` }));
}

/** Throws `E_ARGUMENT` unless files can be put into the folder without meeting others: it is empty, or not there yet. */
export async function checkFree(folder: string): Promise<void> {
  const names = await readdir(folder).catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === "ENOENT") return [];
    const reason = cause.code === "ENOTDIR" ? "is a file; name a folder" : `cannot be read (${cause.code})`;
    throw new EigenvoxError("E_ARGUMENT", `${folder}: ${reason}.`, { cause });
  });
  if (names.length === 0) return;
  throw new EigenvoxError("E_ARGUMENT", `${folder}: is not empty; name a folder that is, or one that is to be made.`);
}

/** Files into a folder, which is made where there is none. */
export async function writeFiles(folder: string, files: AsyncIterable<WrittenFile>): Promise<void> {
  await named(folder, () => attempt("made", () => mkdir(folder, { recursive: true })));
  for await (const { name, bytes } of files) await writeBytes(join(folder, name), bytes);
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
