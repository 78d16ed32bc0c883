/** The processor in a browser: a worker for each core, with memory of its own, so that any static host will do. */

import { openCpu, type StartLane } from "../compute/cpu/executor";
import type { Executor } from "../compute/executor";
import workerUrl from "./browser-cpu.worker.ts?worker&url";
import { trustedUrl } from "./trusted-url";

const startLane: StartLane = (start, answer, lost) => {
  const worker = new Worker(trustedUrl(workerUrl), { type: "module", name: "lane" });
  worker.onmessage = ({ data }) => answer(data);
  worker.onerror = ({ message }) => lost(message || "it did not start");
  worker.postMessage(start);
  return { post: (order, transfer) => worker.postMessage(order, transfer), end: () => worker.terminate() };
};

/** All cores that the browser tells of. Throws what `openCpu` throws. */
export const openBrowserCpu = (): Promise<Executor> => openCpu(startLane, navigator.hardwareConcurrency || 1);
