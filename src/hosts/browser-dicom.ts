/** Compressed DICOM images in a browser: decoded in a worker of their own, whose code is fetched when the first comes. */

import type { PixelDecoder } from "../formats/dicom/decoder";
import { answerOfWorker } from "./dicom-worker";

export const decodeInBrowser: PixelDecoder = (files, { signal }) =>
  answerOfWorker((settle) => {
    const worker = new Worker(new URL("./browser-dicom.worker.ts", import.meta.url), { type: "module", name: "dicom" });
    worker.onmessage = ({ data }) => settle(data);
    worker.onerror = () => settle();
    worker.postMessage(
      files,
      files.map(({ buffer }) => buffer),
    );
    return () => worker.terminate();
  }, signal);
