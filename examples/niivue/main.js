/** NiiVue shows a scan, and the scan twice as fine over it. */

import { Niivue, NVImage } from "@niivue/niivue";
import bank from "eigenvox/banks/folded-2x-box.safetensors?url";
import { superResolveImage } from "eigenvox/niivue";

const [file, cancel, progress, told] = ["file", "cancel", "progress", "told"].map((id) => document.getElementById(id));
const nv = new Niivue();
const ready = nv.attachTo("view");

file.onchange = async () => {
  await ready;
  const controller = new AbortController();
  cancel.onclick = () => controller.abort();
  cancel.disabled = false;
  try {
    for (const volume of [...nv.volumes]) nv.removeVolume(volume);
    nv.addVolume(await NVImage.loadFromFile({ file: file.files[0], name: file.files[0].name }));
    const finer = await superResolveImage(nv.volumes[0], {
      bank,
      signal: controller.signal,
      onProgress: ({ stage, fraction }) => {
        progress.value = fraction;
        told.textContent = stage;
      },
      onNotice: ({ code, text }) => console.warn(code, text),
    });
    nv.addVolume(finer);
    told.textContent = `${finer.name}: ${finer.hdr.dims.slice(1, 4).join("×")} voxels`;
  } catch (error) {
    told.textContent = error.code ? `${error.code}: ${error.message}` : String(error);
  }
  cancel.disabled = true;
};
