/**
 * Files of secrets that two sites share: a line of hexadecimal digits, and one for each round that it was used for, since masks
 * that are used for two different sums give away the difference of these. Source: pooled §6.
 */

import { open } from "node:fs/promises";
import { EigenvoxError } from "../core/errors";
import { LEAST_SEED_BYTES } from "../core/pair-mask";
import { appendLine, readBytes } from "./files";

interface Seed {
  readonly path: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** The hash of the sums that were masked, of each round and site. */
  readonly uses: ReadonlyMap<string, string>;
}

/** Throws `E_ARGUMENT` where a file is there already: a secret that is lost cannot be made again. */
export async function makeSeed(path: string): Promise<void> {
  const bytes = crypto.getRandomValues(new Uint8Array(LEAST_SEED_BYTES));
  const digits = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  try {
    const file = await open(path, "wx", 0o600);
    await file.writeFile(`${digits}\n`);
    await file.close();
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    throw new EigenvoxError("E_ARGUMENT", `${path}: cannot be made (${code}); name a file that is not there yet.`, {
      cause,
    });
  }
}

/** Throws `E_ARGUMENT` for a file that holds no secret long enough. */
export async function openSeed(path: string): Promise<Seed> {
  const [digits = "", ...lines] = new TextDecoder().decode(await readBytes(path)).split(/\r?\n/);
  if (!/^([0-9a-fA-F]{2})+$/.test(digits) || digits.length < 2 * LEAST_SEED_BYTES) {
    const message = `${path}: its first line is not ${LEAST_SEED_BYTES} bytes or more in hexadecimal digits; "make-seed" writes such a file.`;
    throw new EigenvoxError("E_ARGUMENT", message);
  }
  const bytes = Uint8Array.from(digits.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
  const uses = lines.flatMap((line): [string, string][] => {
    const [word, round, site, hash] = line.split(" ");
    return word === "used" && site && hash ? [[`${round} ${site}`, hash]] : [];
  });
  return { path, bytes, uses: new Map(uses) };
}

/** What is masked: the site's sums, by their hash, in a round. */
interface Use {
  readonly round: string;
  readonly site: string;
  readonly hash: string;
}

/** Throws `E_ARGUMENT` where the round's masks have been used for other sums of the site. */
export function checkUnused({ path, uses }: Seed, { round, site, hash }: Use): void {
  if ((uses.get(`${round} ${site}`) ?? hash) === hash) return;
  throw new EigenvoxError(
    "E_ARGUMENT",
    `${path}: the round ${round} has masked other sums with this seed, and masked twice they would show by how much they differ. Agree on a new name for the round.`,
  );
}

export async function noteUse({ path, uses }: Seed, { round, site, hash }: Use): Promise<void> {
  if (!uses.has(`${round} ${site}`)) await appendLine(path, `used ${round} ${site} ${hash}`);
}
