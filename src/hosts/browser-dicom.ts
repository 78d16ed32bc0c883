/** Compressed DICOM images in a browser: decoded in a worker of their own, whose code is fetched when the first comes. */

import type { PixelDecoder } from "../formats/dicom/decoder";
import workerUrl from "./browser-dicom.worker.ts?worker&url";
import { answerOfWorker } from "./dicom-worker";
import { trustedUrl } from "./trusted-url";

export const decodeInBrowser: PixelDecoder = (files, { signal }) =>
  answerOfWorker((settle) => {
    const worker = new Worker(trustedUrl(workerUrl), { type: "module", name: "dicom" });
    worker.onmessage = ({ data }) => settle(data);
    worker.onerror = () => settle();
    worker.postMessage(
      files,
      files.map(({ buffer }) => buffer),
    );
    return () => worker.terminate();
  }, signal);
