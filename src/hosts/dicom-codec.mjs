/**
 * dcm2niix (WebAssembly) as a decoder of compressed DICOM images, for workers of both hosts: a file that browsers import,
 * and that Node is given as text. dcm2niix's own worker is not used because it writes to the console what it finds.
 */

/** Of the decoder: the largest images that it is given (8 MiB) take 86 MiB, as JPEG 2000 in colour. */
const MAX_MEMORY_BYTES = 96 * 2 ** 20;
const PAGE_BYTES = 2 ** 16;

/** It could take 2 GiB; a worker of its own has its own `WebAssembly`, too. */
function limitMemory() {
  const { grow } = WebAssembly.Memory.prototype;
  WebAssembly.Memory.prototype.grow = function (pages) {
    const bytes = this.buffer.byteLength + pages * PAGE_BYTES;
    if (bytes > MAX_MEMORY_BYTES) throw new RangeError(`${bytes} bytes are too much`);
    return grow.call(this, pages);
  };
}

/**
 * Single-frame files at positions 0, 1, 2 … to one NIfTI file; throws for what cannot be decoded.
 *
 * -b n, -z n: no JSON, not gzipped. -f x: a name. -x i: neither cropped nor turned. -m n: nothing merged that differs.
 * -l o: stored numbers as they are.
 *
 * @param {string} codec URL of dcm2niix.jpeg.js
 * @param {string} wasm URL of dcm2niix.jpeg.wasm
 * @param {readonly Uint8Array<ArrayBuffer>[]} files
 * @returns {Promise<Uint8Array<ArrayBuffer>>}
 */
export async function convert(codec, wasm, files) {
  const { default: load } = await import(/* @vite-ignore */ codec);
  limitMemory();
  const silent = () => {};
  const module = await load({ print: silent, printErr: silent, locateFile: () => wasm });
  module.FS.mkdir("/in");
  module.FS.mkdir("/out");
  for (const [i, file] of files.entries()) module.FS.writeFile(`/in/${i}.dcm`, file);
  const options = ["-b", "n", "-z", "n", "-f", "x", "-x", "i", "-m", "n", "-l", "o"];
  const exitCode = module.callMain([...options, "-o", "/out", "/in"]);
  const results = module.FS.readdir("/out").filter((/** @type {string} */ name) => !name.startsWith("."));
  if (exitCode !== 0 || results.length !== 1) throw new Error(`dcm2niix ended with ${exitCode}`);
  return module.FS.readFile(`/out/${results[0]}`);
}
