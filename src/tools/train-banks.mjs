/**
 * `npm run train:banks -- FOLDER [BANK …]`: makes the banks that ship, anew, from the volumes in FOLDER, as `banks.json`
 * beside this file says, and writes public/banks/ with its catalogue. With names of bank files: only those. A folder
 * that does not hold the volumes named there is used whole: every NIfTI in it, described by its name.
 */

import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join, resolve } from "node:path";
import { fail, ROOT } from "./project.mjs";

/** @typedef {{ file: string, title: string, method: string, factor: number[], degradation: string, options: string[], before?: string[][], centresOf?: string, startOf?: string }} Recipe */

const [given, ...wanted] = process.argv.slice(2);
if (!given) fail("Usage: npm run train:banks -- FOLDER [BANK …]");
const folder = resolve(process.env.INIT_CWD ?? ".", given);
/** @type {{ licence: string, voxelMm: number[], volumes: { file: string, source: string }[], banks: Recipe[] }} */
const recipes = JSON.parse(readFileSync(join(ROOT, "src/tools/banks.json"), "utf8"));
const unknown = wanted.filter((name) => !recipes.banks.some(({ file }) => file === name));
if (unknown.length > 0) fail(`Not in banks.json: ${unknown.join(", ")}`);

const volumes = recipes.volumes.every(({ file }) => existsSync(join(folder, file)))
  ? recipes.volumes
  : readdirSync(folder)
      .filter((name) => /\.nii(\.gz)?$/.test(name))
      .map((file) => ({ file, source: file }));
if (volumes.length === 0) fail(`No NIfTI in ${folder}.`);

const target = join(ROOT, "public/banks");
const env = { ...process.env };
delete env.npm_lifecycle_event; // the files are named by their whole paths
for (const bank of recipes.banks) {
  if (wanted.length > 0 && !wanted.includes(bank.file)) continue;
  console.log(`${bank.file}, from ${volumes.length} volumes`);
  const factor = bank.factor.join();
  const words = [
    ...["-o", join(target, bank.file), "--title", bank.title, "--licence", recipes.licence],
    ...volumes.flatMap(({ source }) => ["--source", source]),
  ];
  if (bank.method === "net") {
    // Kept while it is trained: the same command goes on where it was stopped.
    const work = join(tmpdir(), `eigenvox-${basename(bank.file, ".safetensors")}`);
    let begun = bank.startOf && join(target, bank.startOf);
    const stages = [...(bank.before ?? []), bank.options];
    for (const [i, options] of stages.entries()) {
      const folderOf = i < stages.length - 1 ? `${work}-${i + 1}` : work;
      const start = begun ? ["--start", begun] : [];
      run("train-net.mjs", bank, [folder, folderOf, factor, bank.degradation, ...start, ...options]);
      begun = join(folderOf, "net.safetensors");
    }
    run("net-bank.mjs", bank, [join(work, "net.safetensors"), ...words]);
    continue;
  }
  run("eigenvox.mjs", bank, [
    ...["train", ...volumes.map(({ file }) => join(folder, file)), ...words],
    ...["--factor", factor, "--degradation", bank.degradation, ...bank.options],
    ...(bank.centresOf ? ["--centres-of", join(target, bank.centresOf)] : []),
  ]);
}

const shipped = recipes.banks.filter(({ file }) => existsSync(join(target, file)));
const banks = shipped.map(({ file, method, factor, degradation, title }) => ({
  file,
  method,
  factor,
  degradation,
  title,
  trainingData: (metadataOf(join(target, file)).training_data ?? "").split("\n"),
  ...(/"(trained_)?noise_added"/.test(JSON.stringify(metadataOf(join(target, file)))) && { noise: true }),
  // Of other volumes it is not known.
  ...(volumes === recipes.volumes && { voxelMm: recipes.voxelMm }),
}));
writeFileSync(join(target, "catalogue.json"), `${JSON.stringify({ banks }, null, 2)}\n`);
console.log(`catalogue.json: ${banks.map(({ file }) => file).join(", ")}`);

/** @param {string} program @param {Recipe} bank @param {string[]} args */
function run(program, bank, args) {
  const all = [join(ROOT, "src/tools", program), ...args];
  const { status } = spawnSync(process.execPath, all, { env, stdio: "inherit" });
  if (status !== 0) fail(`${bank.file} was not made.`);
}

/** What the bank's file says of itself. @param {string} file @returns {Record<string, string>} */
function metadataOf(file) {
  const bytes = readFileSync(file);
  const header = bytes.toString("utf8", 8, 8 + Number(bytes.readBigUInt64LE(0)));
  return JSON.parse(header).__metadata__;
}
