/** The kernels for processors as a module: `virtual:kernels-cpu` is the compiled binary in base64. */

import { readdirSync } from "node:fs";
import { join } from "node:path";
import asc from "assemblyscript/asc";

const ID = "virtual:kernels-cpu";
const FOLDER = join(import.meta.dirname, "../../kernels-cpu");
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
      for (const file of readdirSync(FOLDER)) if (file.endsWith(".ts")) this.addWatchFile(join(FOLDER, file));
      return `export default "${Buffer.from(await compiled()).toString("base64")}";`;
    },
  };
}

/** The binary. Throws with the compiler's words. */
export async function compiled() {
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
