/** The kernels for processors as a module: `virtual:kernels-cpu` is the compiled binary in base64. */

import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

const ID = "virtual:kernels-cpu";
const FOLDER = join(import.meta.dirname, "../../kernels-cpu");
/** Compiling takes seconds, and every build and test run needs it. */
const CACHE = join(import.meta.dirname, "../../node_modules/.cache/eigenvox-kernels");
/** Vectors are used throughout; nothing is collected, and nothing is checked that tests do not. */
const OPTIONS = [
  "-O3",
  "--converge",
  "--noAssert",
  "--runtime",
  "stub",
  "--enable",
  "simd",
  "--use",
  "abort=",
  "--disableWarning",
  "112,201",
];

/** @returns {import("vite").Plugin} */
export function kernelsCpu() {
  return {
    name: "kernels-cpu",
    resolveId: (id) => (id === ID ? `\0${ID}` : undefined),
    async load(id) {
      if (id !== `\0${ID}`) return;
      for (const file of sources()) this.addWatchFile(file);
      return `export default "${Buffer.from(await compiled()).toString("base64")}";`;
    },
  };
}

const sources = () => readdirSync(FOLDER).flatMap((file) => (file.endsWith(".ts") ? join(FOLDER, file) : []));

/** The binary, kept from an earlier time where it was made of the same. Throws with the compiler's words. */
async function compiled() {
  const hash = createHash("sha256").update(
    JSON.stringify([createRequire(import.meta.url)("assemblyscript/package.json").version, OPTIONS]),
  );
  for (const file of sources().sort()) hash.update(readFileSync(file));
  const kept = join(CACHE, `${hash.digest("hex")}.wasm`);
  if (existsSync(kept)) return readFileSync(kept);
  const binary = await compile();
  mkdirSync(CACHE, { recursive: true });
  // Another build may be writing the same.
  const own = `${kept}.${process.pid}`;
  writeFileSync(own, binary);
  renameSync(own, kept);
  return binary;
}

async function compile() {
  const { default: asc } = await import("assemblyscript/asc");
  /** @type {Uint8Array | undefined} */
  let binary;
  const { error, stderr } = await asc.main([join(FOLDER, "index.ts"), "--outFile", "out.wasm", ...OPTIONS], {
    writeFile: (name, contents) => {
      if (name.endsWith(".wasm")) binary = /** @type {Uint8Array} */ (contents);
    },
  });
  if (error || !binary) throw new Error(`${error?.message}\n${stderr}`);
  return binary;
}
