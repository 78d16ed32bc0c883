/**
 * `npm run test:scans -- FOLDER`: the command line on real scans, which are not part of the project. Every NIfTI below
 * FOLDER must be read; every T1-weighted one is degraded, made fine again and scored with the shipped bank of 2×, which
 * must beat tricubic interpolation inside the mask.
 */

import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { ROOT } from "./project.mjs";

const folder = process.argv[2];
if (!folder) {
  console.error("Usage: npm run test:scans -- FOLDER");
  process.exit(2);
}

const root = resolve(process.env.INIT_CWD ?? ".", folder);
const scans = readdirSync(root, { recursive: true, encoding: "utf8" }).filter((name) => /\.nii(\.gz)?$/.test(name));
let failed = scans.length === 0 ? 1 : 0;
for (const scan of scans) {
  const file = join(root, scan);
  const info = eigenvox("info", file);
  if (info.status !== 0) failed++;
  console.log(
    `${info.status === 0 ? "read" : "FAILED"}  ${scan}  ${info.stdout.match(/grid +(.+)/)?.[1] ?? info.stderr}`,
  );
  if (!scan.includes("T1w")) continue;
  const run = eigenvox("evaluate", file, "--factor", "2", "--method", "tricubic", "--json");
  /** @type {{ name: string, psnr: { masked: number }, ssim: { masked: number } }[]} */
  const scores = run.status === 0 ? JSON.parse(run.stdout).rows : [];
  for (const { name, psnr, ssim } of scores) {
    console.log(
      `        ${name.padEnd(28)} PSNR ${psnr.masked.toFixed(2)} dB, SSIM ${ssim.masked.toFixed(4)} inside the mask`,
    );
  }
  const tricubic = scores.find(({ name }) => name === "tricubic");
  // The first bank is the one in use unless another is chosen.
  const bank = scores.find((score) => score !== tricubic);
  if (!(bank && tricubic && bank.psnr.masked > tricubic.psnr.masked)) {
    failed++;
    console.log(`FAILED  the bank does not beat tricubic ${run.stderr}`);
  }
}
console.log(`${scans.length} scans, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;

/** @param {...string} args */
function eigenvox(...args) {
  const env = { ...process.env };
  delete env.npm_lifecycle_event; // the files are named by their whole paths
  return spawnSync(process.execPath, [join(ROOT, "src/tools/eigenvox.mjs"), ...args], { encoding: "utf8", env });
}
