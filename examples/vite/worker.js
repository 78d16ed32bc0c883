/** A file, or a sample without one, comes in; progress, and the finer scan as a file, go out. */

import { describeResult, headPhantom, openDevice, superResolve } from "eigenvox";
import { readBank, sha256 } from "eigenvox/banks";
import bankUrl from "eigenvox/banks/folded-2x-box.safetensors?url";
import { fileOf, openBrowserCpu, openBrowserGpu } from "eigenvox/browser";
import { readFirstScan, writeScan } from "eigenvox/formats";

/** Opened once, by the first scan. */
let device;
let bank;

addEventListener("message", async ({ data: file }) => {
  try {
    device ??= openDevice("auto", { openGpu: openBrowserGpu, openCpu: openBrowserCpu });
    bank ??= fetchBank(bankUrl);
    const chosen = await bank;
    const scan = file && (await readFirstScan([fileOf(file)]));
    const volume = scan ? scan.volume : headPhantom({ dims: [40, 50, 45] });
    const { output, provenance } = await superResolve(await device, volume, {
      factor: [2, 2, 2],
      bank: chosen,
      degradation: chosen.bank.metadata.degradation,
      steps: 0,
      onProgress: ({ stage, fraction }) => postMessage({ text: stage, fraction }),
    });
    const bytes = await writeScan(output, describeResult(provenance), scan?.series.origin);
    const text = `${output.dims.join("×")} voxels on ${provenance.adapterName}`;
    postMessage({ text, fraction: 1, file: new Blob([bytes], { type: "application/gzip" }) });
  } catch (error) {
    postMessage({ text: error.code ? `${error.code}: ${error.message}` : String(error) });
  }
});

async function fetchBank(url) {
  const bytes = new Uint8Array(await (await fetch(url)).arrayBuffer());
  return { ...readBank(bytes), hash: await sha256(bytes) };
}
