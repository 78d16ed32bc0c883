/** Decodes one batch of compressed DICOM images; answers with nothing where it cannot. */

import codec from "../../node_modules/@niivue/dcm2niix/dist/dcm2niix.jpeg.js?url";
import wasm from "../../node_modules/@niivue/dcm2niix/dist/dcm2niix.jpeg.wasm?url";
import { convert } from "./dicom-codec.mjs";

addEventListener("message", async ({ data: files }: MessageEvent<readonly Uint8Array<ArrayBuffer>[]>) => {
  const nifti = await convert(codec, wasm, files).catch(() => undefined);
  postMessage(nifti, nifti ? [nifti.buffer] : []);
});
