/** The processor in Node: a worker thread for each core. */

import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import { openCpu, type StartLane } from "../compute/cpu/executor";
import lane from "../compute/cpu/lane.mjs?raw";
import type { Executor } from "../compute/executor";

/** As text, since Node loads no TypeScript, and a bundle has no other files. */
const WORKER = `${lane}
import { parentPort, workerData } from "node:worker_threads";
const serve = serveLane(workerData.module, workerData.params, (answer, transfer) => parentPort.postMessage(answer, transfer));
parentPort.on("message", serve);`;

const startLane: StartLane = (start, answer, lost) => {
  const worker = new Worker(new URL(`data:text/javascript,${encodeURIComponent(WORKER)}`), { workerData: start });
  worker.on("message", answer);
  worker.on("error", ({ message }) => lost(message));
  worker.on("exit", (code) => lost(`exit code ${code}`));
  return { post: (order, transfer) => worker.postMessage(order, transfer), end: () => worker.terminate() };
};

/** All cores of the processor, or as many as asked for. Throws what `openCpu` throws. */
export const openNodeCpu = (lanes = availableParallelism()): Promise<Executor> => openCpu(startLane, lanes);
