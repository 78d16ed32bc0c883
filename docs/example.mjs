/** A scan is reduced to half its resolution, super-resolved with a bank that ships, and compared with what it was. */

import { readFile } from "node:fs/promises";
import { degradeVolume, headPhantom, measure } from "eigenvox";
import { readBank } from "eigenvox/banks";
import { openNodeGpu } from "eigenvox/node";

const gpu = await openNodeGpu();
const factor = [2, 2, 2];
const { method, bank } = readBank(
  await readFile(new URL(import.meta.resolve("eigenvox/banks/folded-2x-box.safetensors"))),
);
const head = headPhantom({ dims: [64, 80, 72], noise: 3 });
const peak = head.data.reduce((a, b) => Math.max(a, b));
const truth = { ...head, data: head.data.map((value) => value / peak) };
const low = await degradeVolume(gpu, truth, factor, "box");
const { output, interpolated } = await method.apply(gpu, low, { factor, bank, keepInterpolated: true });
const everywhere = new Uint8Array(truth.data.length).fill(1);
const psnr = async ({ data }) => (await measure(gpu, truth.data, data, truth.dims, everywhere)).psnr.box;
const [ours, tricubic] = [await psnr(output), await psnr(interpolated)];
console.log(`${ours.toFixed(2)} dB, tricubic ${tricubic.toFixed(2)} dB, gain ${(ours - tricubic).toFixed(2)} dB`);
process.exit(0); // Dawn, the GPU's driver in Node, keeps it alive otherwise
