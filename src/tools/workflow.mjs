/**
 * `npm run workflow -- SCANS OUT --held-out SCANS…`: a bank learned from a folder of NIfTI that is no BIDS data set. Lays one
 * out by links, its participants numbers, and runs `workflow/Snakefile` on it, here or with `--slurm` on a cluster. The same
 * command again goes on where it stopped, and takes up what is new in the folders.
 */

import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { buildIfStale } from "./build.mjs";
import { layOut } from "./lay-out.mjs";
import { whileLocked } from "./lock.mjs";
import { ensureDependencies, fail, placesOnPath, ROOT } from "./project.mjs";
import { vulkanEnv } from "./vulkan.mjs";

const USAGE = `Usage: npm run workflow -- SCANS OUT [--held-out SCANS]… [options]
  SCANS, OUT              a folder of NIfTI, or a file of it; the folder to write to
  --held-out SCANS        never learned from: the bank is judged on them; once for each folder or file
  --slurm                 a job of Slurm for each scan, with workflow/profiles/slurm; else on this machine
  --failed-scans stop|leave-out   what becomes of a run of which a scan cannot be used (stop)
  --fan-in 16             files of sums merged at a time
  --jobs N                jobs at a time
  --device auto|gpu|cpu|software   (auto)
  --option WORD           handed to eigenvox-bids, as in --option=--factor --option=3; once for each word`;

const { values, positionals } = readArguments();
const [scans, output] = positionals;
if (!scans || !output || positionals.length > 2) fail(USAGE);
const policy = values["failed-scans"] ?? "stop";
if (!["stop", "leave-out"].includes(policy)) fail(USAGE);
const [snakemake] = placesOnPath(["snakemake"]);
if (!snakemake)
  fail("There is no snakemake: install version 7 (pip install 'snakemake<8', or apt install snakemake on Debian 12).");

ensureDependencies();
const programs = process.env.EIGENVOX_PROGRAMS ?? join(ROOT, "dist/cli");
if (!process.env.EIGENVOX_PROGRAMS) buildIfStale("cli");

const out = at(output);
const { heldOut, isNew } = layOut(join(out, "scans"), [at(scans)], (values["held-out"] ?? []).map(at));
mkdirSync(join(out, "work"), { recursive: true });
// The list of scans is made anew where there are more; of what is done already nothing is done again.
if (isNew) rmSync(join(out, "work/scans.jsonl"), { force: true });
const config = join(out, "work/config.json");
writeFileSync(
  config,
  `${JSON.stringify(
    {
      ...{ bids_dir: join(out, "scans"), out_dir: join(out, "derivatives"), work_dir: join(out, "work") },
      ...{
        held_out: heldOut,
        failed_scans: policy,
        fan_in: Number(values["fan-in"] ?? 16),
        device: values.device ?? "auto",
      },
      ...(values.option && { options: values.option }),
      ...{ programs, node: process.execPath },
    },
    undefined,
    2,
  )}\n`,
);
const words = [
  ...["--snakefile", join(ROOT, "workflow/Snakefile"), "--configfile", config, "--directory", join(out, "work")],
  ...["--profile", join(ROOT, "workflow/profiles", values.slurm ? "slurm" : "local")],
  // Its own lock outlives a machine that went down.
  "--nolock",
  ...(values.jobs ? [values.slurm ? "--jobs" : "--cores", values.jobs] : []),
];
/** @param {string[]} targets */
const run = (...targets) =>
  spawnSync(snakemake, [...words, ...targets], { stdio: "inherit", env: { ...process.env, ...vulkanEnv() } }).status;
whileLocked(
  () => {
    // By itself first: where the bank is there, Snakemake does not ask for a list that is not.
    const status = run("discover") || run();
    if (status === 0) tellScores(join(out, "derivatives"));
    process.exitCode = status ?? 1;
  },
  join(out, "work/.lock"),
);

/** Of the scans held out, where there are any. @param {string} folder */
function tellScores(folder) {
  const file = join(folder, "scores.json");
  /** @type {{ volume: string, name: string, psnr: { masked: number }, ssim: { masked: number } }[]} */
  const rows = existsSync(file) ? JSON.parse(readFileSync(file, "utf8")).rows : [];
  for (const { volume, name, psnr, ssim } of rows) {
    console.log(
      `${volume}  ${name.padEnd(28)} PSNR ${psnr.masked.toFixed(2)} dB, SSIM ${ssim.masked.toFixed(4)} inside the mask`,
    );
  }
  console.log(`The bank, the scores and the report: ${folder}`);
}

/** @param {string} path */
function at(path) {
  return resolve(process.env.INIT_CWD ?? ".", path);
}

function readArguments() {
  const text = /** @type {const} */ ({ type: "string" });
  const texts = /** @type {const} */ ({ type: "string", multiple: true });
  const options = { "held-out": texts, option: texts, "failed-scans": text, "fan-in": text, jobs: text, device: text };
  try {
    return parseArgs({ options: { ...options, slurm: { type: "boolean" } }, allowPositionals: true });
  } catch (error) {
    return fail(`${/** @type {Error} */ (error).message}\n${USAGE}`);
  }
}
