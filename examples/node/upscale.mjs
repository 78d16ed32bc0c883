/** `node upscale.mjs IN.nii.gz OUT.nii.gz`: a scan is made twice as fine, on a graphics card or else on the processor. */

import { readFile, writeFile } from "node:fs/promises";
import { describeResult, EigenvoxError, openDevice, superResolve } from "eigenvox";
import { readBank, sha256 } from "eigenvox/banks";
import { readFirstScan, writeScan } from "eigenvox/formats";
import { fileAt, openNodeCpu, openNodeGpu } from "eigenvox/node";

const [input, output] = process.argv.slice(2);
try {
  const scan = await readFirstScan([await fileAt(input)]);
  const bytes = await readFile(new URL(import.meta.resolve("eigenvox/banks/folded-2x-box.safetensors")));
  const bank = { ...readBank(bytes), hash: await sha256(bytes) };
  const device = await openDevice("auto", { openGpu: openNodeGpu, openCpu: openNodeCpu });
  const result = await superResolve(device, scan.volume, {
    factor: [2, 2, 2],
    bank,
    degradation: bank.bank.metadata.degradation,
    steps: 0,
    onProgress: ({ stage, fraction }) => process.stderr.write(`\r${stage}: ${Math.floor(100 * fraction)} %\x1b[K`),
  });
  for (const { code, text } of [...scan.notices, ...result.notices]) console.warn(`\n${code} ${text}`);
  await writeFile(output, await writeScan(result.output, describeResult(result.provenance), scan.series.origin));
  console.log(`\n${result.output.dims.join("×")} voxels on ${device.name}: ${output}`);
} catch (error) {
  if (!(error instanceof EigenvoxError)) throw error;
  console.error(`\n${error.code}: ${error.message}`);
  process.exit(1);
}
process.exit(0); // Dawn, the GPU's driver in Node, keeps it alive otherwise
