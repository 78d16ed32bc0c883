/**
 * `npm run train:net -- SCANS FOLDER FACTOR DEGRADATION [OPTION …]`: a network behind the folded method, from the scans in
 * SCANS, as in `scans work 2 box`. Its data, the network and bank.safetensors, the bank to use, are written to FOLDER; what
 * is there already is gone on with. Options are --offsets, --zooms and --voxels of net:data and those of train-net.py beside
 * this file.
 */

import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { installPackages } from "./debian.mjs";
import { fail, ROOT, runNode } from "./project.mjs";
import { pythonWith } from "./python.mjs";

const [scans, folder, factor, degradation, ...options] = process.argv.slice(2);
if (!scans || !folder || !factor || !degradation) {
  fail("Usage: npm run train:net -- SCANS FOLDER FACTOR DEGRADATION [option …]");
}
/** What is said of the data, with its value. */
const dataOptions = ["--offsets", "--zooms", "--voxels"].flatMap((name) => {
  const at = options.indexOf(name);
  return at < 0 ? [] : options.splice(at, 2);
});
const cwd = process.env.INIT_CWD ?? process.cwd();
const data = resolve(cwd, folder, "data");
if (!existsSync(join(data, "index.json"))) {
  const made = [resolve(cwd, scans), "-o", data, "--factor", factor, "--degradation", degradation, ...dataOptions];
  const code = await runNode([join(ROOT, "src/tools/net-data.mjs"), ...made]);
  if (code !== 0) process.exit(code);
}
if (!pythonWith("torch")) installPackages("python3-torch");
const python = pythonWith("torch");
if (!python) fail("There is no Python with PyTorch: install it, or python3-torch on Debian.");
const output = resolve(cwd, folder, "net.safetensors");
const resumed = existsSync(`${output}.state`) ? ["--resume"] : [];
const program = [join(ROOT, "src/tools/train-net.py"), data, "-o", output, ...resumed, ...options];
const { status } = spawnSync(python, program, { cwd, stdio: "inherit" });
if (status !== 0) process.exit(status ?? 1);
const bank = resolve(cwd, folder, "bank.safetensors");
process.exitCode = await runNode([join(ROOT, "src/tools/net-bank.mjs"), output, "-o", bank]);
