/** Compressed DICOM images in Node: decoded in a worker thread of their own. */

import { Worker } from "node:worker_threads";
import type { PixelDecoder } from "../formats/dicom/decoder";
import codec from "./dicom-codec.mjs?raw";
import { answerOfWorker } from "./dicom-worker";

/** Beside the built command line; from here in its package, whose `exports` hide what is needed of it. */
const PACKAGE = new URL(import.meta.env.PROD ? "./" : "../../node_modules/@niivue/dcm2niix/dist/", import.meta.url);

/** As text, since Node loads no TypeScript, and a bundle has no other files. */
const WORKER = `${codec}
import { parentPort, workerData } from "node:worker_threads";
const { codec, wasm, files } = workerData;
const nifti = await convert(codec, wasm, files).catch(() => undefined);
parentPort.postMessage(nifti, nifti ? [nifti.buffer] : []);`;

/** Of JavaScript; the decoder's own memory is bounded by what it is given. */
const MAX_HEAP_MB = 256;

export const decodeInNode: PixelDecoder = (files, { signal }) =>
  answerOfWorker((settle) => {
    const worker = new Worker(new URL(`data:text/javascript,${encodeURIComponent(WORKER)}`), {
      workerData: {
        codec: new URL("dcm2niix.jpeg.js", PACKAGE).href,
        wasm: new URL("dcm2niix.jpeg.wasm", PACKAGE).href,
        files,
      },
      transferList: files.map(({ buffer }) => buffer),
      resourceLimits: { maxOldGenerationSizeMb: MAX_HEAP_MB },
      stdout: true,
      stderr: true,
    });
    worker.on("message", settle);
    worker.on("error", () => settle());
    worker.on("exit", () => settle());
    return () => worker.terminate();
  }, signal);
