/** `eigenvox mask-sums` and `make-seed`: sums of a site of which only the sum over all sites can be read. */

import { EigenvoxError } from "../core/errors";
import { sha256AtOnce } from "../core/sha256";
import { isSiteName, MOST_MASKED_SCANS } from "../methods/method";
import { readSums } from "../methods/sums-file";
import type { Arguments } from "./arguments";
import { type Command, outputPath } from "./command";
import { openRandomAccess, writeParts } from "./files";
import { LEAST_ROWS_USAGE, withoutFewRows } from "./least-rows";
import { PROGRESS_USAGE } from "./progress-option";
import { checkUnused, makeSeed, noteUse, openSeed } from "./seed-file";
import { tell, tellResult } from "./terminal";

const STANDARD_SCANS = 1000;

export const MAKE_SEED: Command = {
  usage: `make-seed -o FILE
  Writes a secret of random bytes, for two sites to share: each pair of sites has its own. Keep it as you keep a password.
${PROGRESS_USAGE}`,
  texts: ["output", "progress"],
  async run(args) {
    const output = outputPath(args);
    await makeSeed(output);
    tellResult({ output });
  },
};

export const MASK_SUMS: Command = {
  usage: `mask-sums SUMS -o MASKED --round NAME --site OWN --with OTHER:SEEDFILE … [options]
  Masks a site's sums, so that only "merge" of all sites' of the round can read the sum of them, and nobody those of the site.
  --round NAME         what all sites call this merge; each time another
  --site OWN           this site's name
  --with OTHER:SEEDFILE   once for each other site: its name, and the file of the secret that the two share ("make-seed")
  --most-scans ${STANDARD_SCANS}    scans of all sites together at the most; all sites say the same
${LEAST_ROWS_USAGE}
${PROGRESS_USAGE}`,
  texts: ["output", "round", "site", "with", "most-scans", "least-rows", "progress"],
  run: maskSums,
};

async function maskSums(args: Arguments): Promise<void> {
  const output = outputPath(args);
  const [file, ...others] = args.files;
  if (!file || others.length > 0) throw new EigenvoxError("E_ARGUMENT", "Name one file of sums.");
  const name = nameOf(args.text("round"), "--round");
  const site = nameOf(args.text("site"), "--site");
  const paths = new Map(args.texts("with").map((pair) => pairOf(pair)));
  const sites = [site, ...paths.keys()].sort();
  if (paths.size === 0 || paths.size !== args.texts("with").length || paths.has(site)) {
    throw new EigenvoxError("E_ARGUMENT", "Name every other site once, with the seed's file: --with OTHER:SEEDFILE.");
  }
  const round = { name, sites, mostScans: Math.floor(args.number("most-scans", 1, MOST_MASKED_SCANS, STANDARD_SCANS)) };
  const seeds = new Map(
    await Promise.all([...paths].map(async ([other, path]) => [other, await openSeed(path)] as const)),
  );
  if (new Set([...seeds.values()].map(({ bytes }) => bytes.join())).size < seeds.size) {
    throw new EigenvoxError("E_ARGUMENT", "Two of the sites have the same seed: each pair of sites has its own.");
  }

  const opened = await openRandomAccess(file, (bytes) => readSums(bytes));
  const { method, kind } = opened;
  const { masking } = kind;
  if (!masking) throw new EigenvoxError("E_ARGUMENT", `Sums of ${method.id} banks cannot be masked.`);
  const own = withoutFewRows(opened, args);
  const use = { round: name, site, hash: sha256AtOnce(kind.write(own)) };
  for (const seed of seeds.values()) checkUnused(seed, use);
  const secrets = new Map([...seeds].map(([other, { bytes }]) => [other, bytes]));
  const masked = await masking.mask(own, round, site, secrets);
  // Before the file is there: what was not noted could be masked twice.
  for (const seed of seeds.values()) await noteUse(seed, use);
  await writeParts(output, masking.write(masked));
  tell(`Masked for the round ${name} of ${sites.join(", ")}.`);
  tellResult({ output }, { method: method.id, round: name, site, sites });
}

function nameOf(text: string | undefined, option: string): string {
  if (text !== undefined && isSiteName(text)) return text;
  const what = text === undefined ? "is missing" : `${JSON.stringify(text)} is no name`;
  throw new EigenvoxError("E_ARGUMENT", `${option} ${what}: up to 60 letters, digits, ".", "_" and "-".`);
}

function pairOf(text: string): [string, string] {
  const colon = text.indexOf(":");
  return [nameOf(text.slice(0, Math.max(colon, 0)), "--with"), text.slice(colon + 1)];
}
