/**
 * The safetensors container: 8 bytes little-endian header length, a JSON header, raw little-endian tensors. The reader
 * trusts nothing: a file whose parts do not account for every byte exactly once is refused.
 */

import { EigenvoxError } from "../core/errors";
import type { RandomAccess } from "../core/random-access";
import { sha256AtOnce } from "../core/sha256";

const DTYPE_BYTES = { F16: 2, F32: 4, F64: 8, I64: 8, U32: 4 } as const;
export type Dtype = keyof typeof DTYPE_BYTES;

export interface Tensor {
  readonly dtype: Dtype;
  readonly shape: readonly number[];
  /** Little-endian elements, the last index fastest. */
  readonly bytes: Uint8Array;
}

export interface Safetensors {
  readonly metadata: ReadonlyMap<string, string>;
  readonly tensors: ReadonlyMap<string, Tensor>;
}

const MAX_HEADER_BYTES = 2 ** 20;
const MAX_FILE_BYTES = 256 * 2 ** 20;
const METADATA_KEY = "__metadata__";
/** The metadata's word for the SHA-256 of all tensors' bytes, in the file's order; no business of who reads a file. */
const CHECKSUM_KEY = "tensors_sha256";

/** An `E_BANK` error that names its reason; what it quotes from the file is cut short and made safe to print. */
export function bankError(reason: string, options?: { cause?: unknown }): EigenvoxError {
  const quotable = reason.replace(/\p{Cc}/gu, "\ufffd");
  const short = quotable.length > 300 ? `${quotable.slice(0, 300)}…` : quotable;
  return new EigenvoxError(
    "E_BANK",
    `Not a usable filter bank: ${short}. Choose another file, or get it again.`,
    options,
  );
}

/** True for the first 9 bytes of such a file: a length below 4 GiB, then JSON. */
export function isSafetensors(head: Uint8Array): boolean {
  return head[8] === "{".charCodeAt(0) && head.subarray(4, 8).every((byte) => byte === 0);
}

/**
 * Metadata and tensors of a file; the tensors' bytes are views of `file`.
 *
 * Throws `E_BANK` for: a file over 256 MiB; a wrong length; a header over 1 MiB, not JSON, with duplicate keys or of
 * another structure; a dtype other than F16, F32, F64, I64, U32; shape × dtype ≠ bytes; offsets that overlap, leave holes or do
 * not end at the file's end; tensors of another checksum than the file tells, where it tells one.
 */
export function parseSafetensors(file: Uint8Array): Safetensors {
  refuseLarge(file.length);
  const headerEnd = endOfHeader(file.subarray(0, 8), file.length);
  const data = file.subarray(headerEnd);
  const { metadata, entries } = parseTable(file.subarray(8, headerEnd), data.length);
  const checksum = metadata.get(CHECKSUM_KEY);
  if (checksum !== undefined && checksum !== sha256AtOnce([data])) {
    throw bankError("it was damaged: the checksum of its tensors is not the one that it tells");
  }
  metadata.delete(CHECKSUM_KEY);
  const tensors = new Map<string, Tensor>();
  for (const [name, { dtype, shape, begin, end }] of entries) {
    tensors.set(name, { dtype, shape, bytes: data.subarray(begin, end) });
  }
  return { metadata, tensors };
}

/** Throws `E_BANK` for a file that is too large to be read as a whole. */
export function refuseLarge(bytes: number): void {
  if (bytes > MAX_FILE_BYTES) throw bankError(`${bytes} bytes are more than the 256 MiB a bank may have`);
}

/** What the header of a file tells, of which no more is read, and where its tensors begin. Throws `E_BANK`. */
export async function readTable(file: RandomAccess): Promise<ReturnType<typeof parseTable> & { dataBegin: number }> {
  const dataBegin = endOfHeader(await file.read(0, Math.min(8, file.size)), file.size);
  return { ...parseTable(await file.read(8, dataBegin), file.size - dataBegin), dataBegin };
}

/** Where the header ends and the tensors begin, from a file's first 8 bytes. Throws `E_BANK` for an impossible length. */
function endOfHeader(start: Uint8Array, fileBytes: number): number {
  if (start.length < 8) throw bankError(`${fileBytes} bytes are too few to be a safetensors file`);
  const declared = new DataView(start.buffer, start.byteOffset, 8).getBigUint64(0, true);
  if (declared > MAX_HEADER_BYTES) throw bankError(`its header claims ${declared} bytes, more than the 1 MiB allowed`);
  const end = 8 + Number(declared);
  if (end > fileBytes) throw bankError(`its header claims ${declared} bytes, but the file ends before`);
  return end;
}

/** Metadata and places of the tensors, from the JSON header; offsets count from the header's end. Throws `E_BANK`. */
function parseTable(
  header: Uint8Array,
  dataBytes: number,
): { metadata: Map<string, string>; entries: Map<string, TensorEntry> } {
  const metadata = new Map<string, string>();
  const unordered: (TensorEntry & { readonly name: string })[] = [];
  for (const [name, value] of Object.entries(parseHeader(header))) {
    if (name === METADATA_KEY) {
      for (const [key, text] of Object.entries(asObject(value, METADATA_KEY))) {
        if (typeof text !== "string") throw bankError(`metadata "${key}" is no string`);
        metadata.set(key, text);
      }
    } else {
      unordered.push({ name, ...parseEntry(name, value) });
    }
  }
  const entries = new Map<string, TensorEntry>();
  let end = 0;
  for (const { name, ...entry } of unordered.sort((a, b) => a.begin - b.begin || a.end - b.end)) {
    if (entry.begin < end) throw bankError(`tensor "${name}" overlaps another one`);
    if (entry.begin > end) throw bankError(`there is a hole before tensor "${name}"`);
    end = entry.end;
    if (end > dataBytes) throw bankError(`tensor "${name}" reaches beyond the end of the file`);
    entries.set(name, entry);
  }
  if (end !== dataBytes) throw bankError(`${dataBytes - end} bytes after its last tensor belong to nothing`);
  return { metadata, entries };
}

/** The file of the given metadata and tensors, in their order, with their checksum; tensor data starts 8-byte aligned. */
export function serialiseSafetensors({ metadata, tensors }: Safetensors): Uint8Array<ArrayBuffer> {
  const checksum = sha256AtOnce(Array.from(tensors.values(), ({ bytes }) => bytes));
  const head = serialiseHead(new Map([...metadata, [CHECKSUM_KEY, checksum]]), tensors);
  let at = head.length;
  const file = new Uint8Array([...tensors.values()].reduce((sum, { bytes }) => sum + bytes.length, at));
  file.set(head, 0);
  for (const { bytes } of tensors.values()) {
    file.set(bytes, at);
    at += bytes.length;
  }
  return file;
}

/** All of a file before its tensors, which follow in the given order. */
export function serialiseHead(
  metadata: ReadonlyMap<string, string>,
  tensors: ReadonlyMap<string, Pick<Tensor, "dtype" | "shape">>,
): Uint8Array<ArrayBuffer> {
  const header: Record<string, unknown> = { [METADATA_KEY]: Object.fromEntries(metadata) };
  let dataBytes = 0;
  for (const [name, { dtype, shape }] of tensors) {
    const bytes = bytesOf(dtype, shape);
    header[name] = { dtype, shape, data_offsets: [dataBytes, dataBytes + bytes] };
    dataBytes += bytes;
  }
  const json = new TextEncoder().encode(JSON.stringify(header));
  const headerBytes = Math.ceil(json.length / 8) * 8;
  const head = new Uint8Array(8 + headerBytes);
  new DataView(head.buffer).setBigUint64(0, BigInt(headerBytes), true);
  head.fill(0x20, 8);
  head.set(json, 8);
  return head;
}

const bytesOf = (dtype: Dtype, shape: readonly number[]) =>
  shape.reduce((product, n) => product * n, DTYPE_BYTES[dtype]);

export interface TensorEntry {
  readonly dtype: Dtype;
  readonly shape: readonly number[];
  readonly begin: number;
  readonly end: number;
}

function parseHeader(bytes: Uint8Array): Record<string, unknown> {
  if (bytes[0] !== 0x7b) throw bankError("its header does not begin with {, so it is no safetensors file");
  let json: string;
  let header: unknown;
  try {
    json = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    header = JSON.parse(json);
  } catch (cause) {
    throw bankError("its header is not JSON", { cause });
  }
  refuseDuplicateKeys(json);
  return asObject(header, "the header");
}

/** Of two equal keys JSON.parse keeps the last and says nothing; another reader may keep the first. */
function refuseDuplicateKeys(validJson: string): void {
  const scopes: Set<string>[] = [];
  for (const [token, string, colon] of validJson.matchAll(/("[^"\\]*(?:\\.[^"\\]*)*")(\s*:)?|[{}]/g)) {
    if (token === "{") scopes.push(new Set());
    else if (token === "}") scopes.pop();
    else if (string !== undefined && colon !== undefined) {
      const key: string = JSON.parse(string);
      const scope = scopes.at(-1);
      if (scope?.has(key)) throw bankError(`its header has the key "${key}" twice`);
      scope?.add(key);
    }
  }
}

function parseEntry(name: string, value: unknown): TensorEntry {
  const entry = asObject(value, `tensor "${name}"`);
  if (Object.keys(entry).sort().join() !== "data_offsets,dtype,shape") {
    throw bankError(`tensor "${name}" needs exactly dtype, shape and data_offsets`);
  }
  const { dtype, shape, data_offsets: offsets } = entry;
  if (typeof dtype !== "string" || !Object.hasOwn(DTYPE_BYTES, dtype)) {
    throw bankError(`tensor "${name}" has the dtype ${JSON.stringify(dtype)}; F16, F32, F64, I64 and U32 are known`);
  }
  if (!isCountList(shape)) throw bankError(`tensor "${name}" has no valid shape`);
  if (!isCountList(offsets) || offsets.length !== 2) throw bankError(`tensor "${name}" has no valid data_offsets`);
  const [begin, end] = offsets as [number, number];
  const needed = bytesOf(dtype as Dtype, shape);
  if (end - begin !== needed) {
    throw bankError(`tensor "${name}": ${dtype} [${shape}] takes ${needed} bytes, but its offsets span ${end - begin}`);
  }
  return { dtype: dtype as Dtype, shape, begin, end };
}

function asObject(value: unknown, what: string): Record<string, unknown> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw bankError(`${what} is no JSON object`);
  return value as Record<string, unknown>;
}

function isCountList(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((n) => Number.isSafeInteger(n) && n >= 0);
}
