/** The data set that is written: its description, and files that are whole wherever there are some. */

import { randomUUID } from "node:crypto";
import { mkdir, readdir, rename, rm, stat } from "node:fs/promises";
import { basename, dirname, join, relative, resolve, sep } from "node:path";
import { readBytes, writeParts } from "../cli/files";
import { EigenvoxError } from "../core/errors";
import { sha256 } from "../core/sha256";
import { SOFTWARE } from "../core/software";
import type { Dataset } from "./dataset";

/** By BIDS URIs the scans are called so. Source: BIDS 1.9, common principles. */
const RAW = "raw";

export const uriOf = (path: string): string => `bids:${RAW}:${path}`;

/** Name and version, apart. */
export const GENERATOR = (() => {
  const at = SOFTWARE.lastIndexOf(" ");
  return { Name: SOFTWARE.slice(0, at), Version: SOFTWARE.slice(at + 1) };
})();

/** What BIDS has no names for. */
const IGNORED = ["*_sums.*", "*.failed.json", "bank.*", "scores.*", "apply.json", "report.html"];

const README = `Made by ${SOFTWARE}: sums that a filter bank is solved from (*_sums.safetensors), the bank (bank.safetensors), how good it is on
participants that it has not seen (report.html, scores.csv, scores.json), and scans that were made finer by it
(*_desc-superres_*). These were computed, not acquired. Research software, not for diagnosis.
`;

const DESCRIPTION = "dataset_description.json";

/**
 * Makes the folder and the files that say what it is; those of jobs beside this one are the same. Throws `E_ARGUMENT` for a
 * folder that is the data set itself, or another program's.
 */
export async function describeOutput(out: string, dataset: Dataset): Promise<void> {
  const before = (await readJson(join(out, DESCRIPTION))) as { readonly GeneratedBy?: unknown } | undefined;
  const [maker] = Array.isArray(before?.GeneratedBy) ? before.GeneratedBy : [];
  if (resolve(out) === dataset.root || (before && maker?.Name !== GENERATOR.Name)) {
    throw new EigenvoxError("E_ARGUMENT", `${out}: is another data set: name a folder of its own to write to.`);
  }
  const link = await linkTo(dataset, out);
  const description = {
    Name: "Eigenvox: super-resolution",
    BIDSVersion: "1.9.0",
    DatasetType: "derivative",
    License: "n/a",
    GeneratedBy: [GENERATOR],
    SourceDatasets: [dataset.doi === undefined ? { URL: link } : { DOI: `doi:${dataset.doi}` }],
    DatasetLinks: { [RAW]: link },
  };
  await writeJson(join(out, DESCRIPTION), description);
  // These may have been written on.
  for (const [name, text] of Object.entries({ ".bidsignore": `${IGNORED.join("\n")}\n`, README })) {
    if (!(await isThere(join(out, name)))) await writeWhole(join(out, name), [encode(text)]);
  }
}

/**
 * Where the scans' data set is, without a word of where it lies on this machine: the way up to it, its DOI, or else the hash of
 * its description (RFC 6920).
 */
async function linkTo({ root, doi, bytes }: Dataset, out: string): Promise<string> {
  const way = relative(resolve(out), root);
  if (/^(\.\.[/\\]?)+$/.test(way)) return way.split(sep).join("/");
  if (doi !== undefined) return `doi:${doi}`;
  return `ni:///sha-256;${Buffer.from(await sha256(bytes), "hex").toString("base64url")}`;
}

const encode = (text: string) => new TextEncoder().encode(text);

export const writeJson = (path: string, value: object): Promise<void> =>
  writeWhole(path, [encode(`${JSON.stringify(value, undefined, 2)}\n`)]);

/** Under another name first: whoever sees the file sees all of it. */
export async function writeWhole(path: string, parts: Iterable<Uint8Array> | AsyncIterable<Uint8Array>): Promise<void> {
  const folder = dirname(path);
  await mkdir(folder, { recursive: true }).catch((cause: NodeJS.ErrnoException) => {
    throw new EigenvoxError("E_NOT_FOUND", `${folder}: cannot be made (${cause.code}).`, { cause });
  });
  const fresh = join(folder, `.${randomUUID()}-${basename(path)}`);
  try {
    await writeParts(fresh, parts);
    await rename(fresh, path);
  } finally {
    await rm(fresh, { force: true });
  }
}

/** What the file says; undefined where it is not there, or is no JSON. */
export async function readJson(path: string): Promise<Readonly<Record<string, unknown>> | undefined> {
  try {
    return JSON.parse(new TextDecoder().decode(await readBytes(path)));
  } catch {
    return undefined;
  }
}

export const isThere = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );

/** Files of participants whose names end so, below the folder, with "/", in their order. */
export async function filesEnding(out: string, ending: string): Promise<string[]> {
  const names = await readdir(out, { recursive: true }).catch(() => []);
  return names
    .map((name) => name.split(sep).join("/"))
    .filter((name) => /^sub-/.test(name) && !/(^|\/)\./.test(name) && name.endsWith(ending))
    .sort();
}
