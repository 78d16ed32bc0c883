/** The scans of a BIDS data set. Source: BIDS 1.9, common principles. */

import type { Dirent } from "node:fs";
import { readdir, stat } from "node:fs/promises";
import { basename, join, resolve, sep } from "node:path";
import { readBytes } from "../cli/files";
import { EigenvoxError } from "../core/errors";
import { labelOf, parseName, type ScanName } from "./names";

export interface BidsScan {
  /** Labels, without "sub-" and "ses-". */
  readonly participant: string;
  readonly session: string | null;
  /** Below the data set, with "/". */
  readonly path: string;
  /** The folder that it lies in, below the data set. */
  readonly folder: string;
  readonly name: ScanName;
  /** True where its participant is never learned from. */
  readonly isHeldOut: boolean;
}

export interface Dataset {
  readonly root: string;
  /** Of its dataset_description.json. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly doi: string | undefined;
}

/** Which scans are meant; labels may have their "sub-" or "ses-". */
export interface Choice {
  readonly suffix: string;
  /** All where there is none. */
  readonly participants: readonly string[];
  readonly sessions: readonly string[];
  readonly heldOut: readonly string[];
  /** The one scan, below the data set. */
  readonly scan: string | undefined;
}

const DESCRIPTION = "dataset_description.json";

/** Throws `E_NOT_FOUND` for a folder that is no BIDS data set, and `E_BAD_HEADER` for one whose description is none. */
export async function openDataset(root: string): Promise<Dataset> {
  const path = join(root, DESCRIPTION);
  const bytes = await readBytes(path).catch((cause) => {
    const message = `${root}: is no BIDS data set: its ${DESCRIPTION} cannot be read.`;
    throw new EigenvoxError("E_NOT_FOUND", message, { cause });
  });
  let description: unknown;
  try {
    description = JSON.parse(new TextDecoder().decode(bytes));
  } catch (cause) {
    throw new EigenvoxError("E_BAD_HEADER", `${path}: is no JSON: ${(cause as Error).message}`, { cause });
  }
  const { DatasetDOI: doi } = (description ?? {}) as { readonly DatasetDOI?: unknown };
  return { root: resolve(root), bytes, doi: typeof doi === "string" ? doi.replace(/^doi:/i, "") : undefined };
}

export interface FoundScans {
  /** In the order of their paths. */
  readonly scans: readonly BidsScan[];
  /** What was passed over, and participants without a scan. */
  readonly troubles: readonly EigenvoxError[];
}

/**
 * The scans that are meant. Only the folders `sub-*`, with or
 * without sessions, are looked into. Throws `E_ARGUMENT` for labels and a scan that are not there, and `E_NOT_FOUND` where no scan is left.
 */
export async function findBidsScans({ root }: Dataset, choice: Choice): Promise<FoundScans> {
  const { suffix } = choice;
  const all = await labelsIn(root, "sub");
  const wanted = withoutPrefix(choice.participants, "sub");
  const heldOut = withoutPrefix(choice.heldOut, "sub");
  const stray = [...wanted, ...heldOut].find((label) => !all.includes(label));
  if (stray !== undefined) throw new EigenvoxError("E_ARGUMENT", `There is no participant sub-${stray} in ${root}.`);
  const sessions = withoutPrefix(choice.sessions, "ses");
  const foundSessions = new Set<string>();
  const scans: BidsScan[] = [];
  const without: string[] = [];
  const troubles: EigenvoxError[] = [];
  const only = choice.scan?.replaceAll("\\", "/").replace(/^\.\//, "");
  // Of thousands of participants a job for one scan looks at its own.
  const isLookedAt = (label: string) =>
    (wanted.length === 0 || wanted.includes(label)) && (only === undefined || only.startsWith(`sub-${label}/`));
  for (const participant of all.filter(isLookedAt)) {
    const own: BidsScan[] = [];
    for (const session of [null, ...(await labelsIn(join(root, `sub-${participant}`), "ses"))]) {
      if (sessions.length > 0 && !(session !== null && sessions.includes(session))) continue;
      if (session !== null) foundSessions.add(session);
      const found = await scansIn(root, { participant, session, isHeldOut: heldOut.includes(participant) }, suffix);
      own.push(...found.scans);
      troubles.push(...found.troubles);
    }
    if (own.length === 0) without.push(`sub-${participant}`);
    scans.push(...own);
  }
  const missing = only === undefined && sessions.find((label) => !foundSessions.has(label));
  if (missing) throw new EigenvoxError("E_ARGUMENT", `There is no session ses-${missing} in ${root}.`);
  const chosen = scans.filter(({ path }) => only === undefined || path === only);
  if (only !== undefined && chosen.length === 0) {
    throw new EigenvoxError(
      "E_ARGUMENT",
      `--scan ${only}: there is no such ${suffix} scan among those chosen in ${root}.`,
    );
  }
  if (chosen.length === 0) throw new EigenvoxError("E_NOT_FOUND", `${root}: there is no ${suffix} scan.`);
  if (only === undefined && without.length > 0) {
    troubles.push(new EigenvoxError("E_NOT_FOUND", `There is no ${suffix} scan of ${without.join(", ")}.`));
  }
  return { scans: chosen, troubles };
}

const withoutPrefix = (labels: readonly string[], kind: string) =>
  labels.map((label) => (label.startsWith(`${kind}-`) ? label.slice(kind.length + 1) : label));

/** Labels of the folders of a kind, in their order. */
async function labelsIn(folder: string, kind: "sub" | "ses"): Promise<string[]> {
  const labels = [];
  for (const entry of await entriesIn(folder)) {
    const label = new RegExp(`^${kind}-([A-Za-z0-9]+)$`).exec(entry.name)?.[1];
    const isThere = entry.isDirectory() || (entry.isSymbolicLink() && (await isFolder(join(folder, entry.name))));
    if (label !== undefined && isThere) labels.push(label);
  }
  return labels;
}

/** Those that are named by the rules; of a scan's name with `desc-`, which is a result, nothing is made. */
async function scansIn(
  root: string,
  { participant, session, isHeldOut }: Pick<BidsScan, "participant" | "session" | "isHeldOut">,
  suffix: string,
): Promise<FoundScans> {
  const folder = [`sub-${participant}`, ...(session === null ? [] : [`ses-${session}`]), "anat"].join("/");
  const scans: BidsScan[] = [];
  const troubles: EigenvoxError[] = [];
  for (const { name: file } of await entriesIn(join(root, folder))) {
    const name = parseName(file);
    if (name?.suffix !== suffix) continue;
    const path = `${folder}/${file}`;
    const isIts = labelOf(name, "sub") === participant && (labelOf(name, "ses") ?? null) === session;
    const isResult = labelOf(name, "desc") !== undefined;
    if (!isIts || isResult) {
      const reason = isResult ? "its name is that of a result" : "its name is not of that folder";
      troubles.push(new EigenvoxError("E_NOT_FOUND", `${path} is passed over: ${reason}.`));
      continue;
    }
    const twin = scans.find((other) => other.path.replace(/\.gz$/, "") === path.replace(/\.gz$/, ""));
    if (twin) {
      throw new EigenvoxError("E_ARGUMENT", `${twin.path} and ${path} have one name: take one of them away.`);
    }
    scans.push({ participant, session, path, folder, name, isHeldOut });
  }
  return { scans, troubles };
}

/** By their names; none where there is no such folder. */
async function entriesIn(folder: string): Promise<Dirent[]> {
  try {
    return (await readdir(folder, { withFileTypes: true })).sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (code === "ENOENT" || code === "ENOTDIR") return [];
    throw new EigenvoxError("E_NOT_FOUND", `${folder}: cannot be read (${code}).`, { cause });
  }
}

const isFolder = (path: string): Promise<boolean> =>
  stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );

/** "sub-01_ses-a_T1w". */
export const nameOfScan = ({ path }: Pick<BidsScan, "path">): string => basename(path).replace(/\.nii(\.gz)?$/, "");

/** Why a scan failed, without its name before it, and without where its data set lies. */
export function reasonOf(message: string, root: string, path: string): string {
  const name = [join(root, path), basename(path)].find((own) => message.startsWith(`${own}: `));
  return message.slice(name === undefined ? 0 : name.length + 2).replaceAll(join(root, sep), "");
}
