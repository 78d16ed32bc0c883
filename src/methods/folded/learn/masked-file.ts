/** Files of masked sums. Source: bank format, masked sums. */

import { FORMATS, methodIn, wrongValue } from "../../../banks/metadata";
import { parseSafetensors, readTable, refuseLarge, serialiseSafetensors } from "../../../banks/safetensors";
import { Tensors, tensor } from "../../../banks/tensors";
import type { RandomAccess } from "../../../core/random-access";
import { isSiteName, type MaskedSums, type MaskingKind, type MaskRound, MOST_MASKED_SCANS } from "../../method";
import { type MaskedPooled, maskPooled, unmaskPooled, wordCount } from "./masked-sums";
import { described, type FoldedDescribed, readRules, ruleTensors, ruleWords } from "./sums-rules";

interface FoldedMasked extends MaskedSums {
  readonly metadata: FoldedDescribed["metadata"];
  readonly masked: MaskedPooled;
}

export const FOLDED_MASKING: MaskingKind = {
  async mask(sums, round, site, seeds) {
    const { metadata, sums: own } = sums as FoldedDescribed;
    return { metadata, masked: await maskPooled(own, round, site, seeds) };
  },
  write: (masked) => writeMasked(masked as FoldedMasked),
  read: readMasked,
  merge(all) {
    const [first] = all as readonly [FoldedMasked, ...FoldedMasked[]];
    return described(first.metadata, unmaskPooled((all as readonly FoldedMasked[]).map(({ masked }) => masked)));
  },
};

const KEYS = ["round", "sites", "site", "most_scans", "mask_checks"] as const;

function* writeMasked({ metadata, masked }: FoldedMasked): Generator<Uint8Array<ArrayBuffer>> {
  const { rules, round, site, checks, words } = masked;
  // Nothing of the site's own: noise as it is added, not as its scans read.
  const noise = metadata.noise?.map(({ added }) => ({ added, measured: added }));
  const own = { ...described(metadata, rules).metadata, title: "masked sums", licence: "", ...(noise && { noise }) };
  const told = [round.name, round.sites.join(), site, String(round.mostScans), checks.join()];
  const strings = ruleWords({ metadata: own, sums: rules }, FORMATS.masked);
  yield serialiseSafetensors({
    metadata: new Map([...strings, ...KEYS.map((key, i) => [key, told[i] as string] as const)]),
    tensors: new Map([
      ...ruleTensors({ metadata: own, sums: rules }),
      ["masked", tensor("I64", [words.length], words)],
    ]),
  });
}

/** Throws `E_BANK` for a file that is none. */
async function readMasked(file: RandomAccess): Promise<FoldedMasked> {
  methodIn((await readTable(file)).metadata, ["folded"], FORMATS.masked);
  refuseLarge(file.size);
  const { metadata: told, tensors: all } = parseSafetensors(await file.read(0, file.size));
  const strings = new Map(told);
  const taken = KEYS.map((key) => {
    const text = strings.get(key);
    strings.delete(key);
    return text ?? "";
  });
  const { round, site, checks } = readRound(taken as [string, string, string, string, string]);
  const tensors = new Tensors(all);
  const { metadata, sums: rules } = readRules(strings, tensors);
  const words = new BigUint64Array(tensors.integers("masked", [wordCount(rules, round)]).buffer);
  tensors.refuseUnread();
  return { metadata, masked: { rules, round, site, checks, words } };
}

function readRound([name, listed, site, most, checked]: readonly [string, string, string, string, string]) {
  const sites = listed.split(",");
  const mostScans = /^\d{1,9}$/.test(most) ? Number(most) : 0;
  const checks = checked.split(",");
  const ascend = sites.every((own, i) => isSiteName(own) && (i === 0 || own > (sites[i - 1] as string)));
  if (!isSiteName(name)) throw wrongValue("round", name, "a name");
  if (!ascend || sites.length < 2) throw wrongValue("sites", listed, "two names or more, ascending");
  if (!sites.includes(site)) throw wrongValue("site", site, "one of the sites");
  if (!(mostScans >= 1 && mostScans <= MOST_MASKED_SCANS)) {
    throw wrongValue("most_scans", most, `a number from 1 to ${MOST_MASKED_SCANS}`);
  }
  if (checks.length !== sites.length - 1 || !checks.every((own) => /^[0-9a-f]{32}$/.test(own))) {
    throw wrongValue("mask_checks", checked, "32 hex digits for each other site");
  }
  const round: MaskRound = { name, sites, mostScans };
  return { round, site, checks };
}
