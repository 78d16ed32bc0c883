/** A BIDS data set of links to scans that lie elsewhere. */

import { mkdirSync, readdirSync, readlinkSync, realpathSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fail } from "./project.mjs";

const NIFTI = /\.nii(\.gz)?$/;

/**
 * Participants are numbers, so that no word of a scan's path is told; a scan that is linked already keeps its own. Scans that are
 * gone stay linked, and are refused when they are read.
 *
 * @param {string} folder the data set, which is made where there is none
 * @param {readonly string[]} learned folders and files to learn from
 * @param {readonly string[]} heldOut those never to learn from
 * @returns {{ heldOut: string[], isNew: boolean }} the participants held out; whether scans were linked that had not been
 */
export function layOut(folder, learned, heldOut) {
  mkdirSync(folder, { recursive: true });
  const description = { Name: "Scans by number", BIDSVersion: "1.10.0", DatasetType: "raw" };
  writeFileSync(join(folder, "dataset_description.json"), `${JSON.stringify(description, undefined, 2)}\n`);
  const known = new Map(linkedIn(folder).map(({ label, target }) => [target, label]));
  const before = known.size;
  let last = Math.max(0, ...[...known.values()].map(Number));
  /** @param {string} scan */
  const linked = (scan) => {
    const label = known.get(scan) ?? String(++last).padStart(4, "0");
    if (known.has(scan)) return label;
    known.set(scan, label);
    const anat = join(folder, `sub-${label}`, "anat");
    mkdirSync(anat, { recursive: true });
    symlinkSync(scan, join(anat, `sub-${label}_T1w${/** @type {RegExpExecArray} */ (NIFTI.exec(scan))[0]}`));
    return label;
  };
  const [own, others] = [niftiIn(learned), niftiIn(heldOut)];
  const both = own.find((scan) => others.includes(scan));
  if (both) fail(`${both} is to be learned from and held out.`);
  if (own.length === 0) fail(`There is no NIfTI (.nii or .nii.gz) in ${learned.join(", ")}.`);
  for (const scan of own) linked(scan);
  const labels = others.map(linked);
  const isNew = known.size > before;
  console.log(`${own.length} scans to learn from, ${others.length} held out, in ${folder}`);
  return { heldOut: labels, isNew };
}

/** What is linked, in the order of numbers. @param {string} folder */
function linkedIn(folder) {
  return readdirSync(folder)
    .filter((name) => /^sub-\d+$/.test(name))
    .sort()
    .flatMap((name) => {
      const anat = join(folder, name, "anat");
      return readdirSync(anat).map((file) => ({ label: name.slice(4), target: readlinkSync(join(anat, file)) }));
    });
}

/** Files by their whole paths, in the order of these; what is none is told of. @param {readonly string[]} paths */
function niftiIn(paths) {
  const files = paths.flatMap((path) => {
    if (!statSync(path, { throwIfNoEntry: false })) fail(`${path} is not there.`);
    if (!statSync(path).isDirectory()) return [path];
    return readdirSync(path, { recursive: true, encoding: "utf8" })
      .map((name) => join(path, name))
      .filter((file) => statSync(file, { throwIfNoEntry: false })?.isFile());
  });
  const others = files.filter((file) => !NIFTI.test(file));
  if (others.length > 0) console.log(`Left out: ${others.length} files that are no NIfTI by their names`);
  return [...new Set(files.filter((file) => NIFTI.test(file)).map((file) => realpathSync(file)))].sort();
}
