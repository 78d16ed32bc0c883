/** A worker of a browser as a lane of the processor. */

import type { LaneWorker, StartLane } from "../compute/cpu/executor";

export function laneOf(worker: Worker, ...[start, answer, lost]: Parameters<StartLane>): LaneWorker {
  worker.onmessage = ({ data }) => answer(data);
  worker.onerror = ({ message }) => lost(message || "it did not start");
  worker.postMessage(start);
  return { post: (order, transfer) => worker.postMessage(order, transfer), end: () => worker.terminate() };
}

/** All cores that the browser tells of. */
export const coresOfBrowser = (): number => navigator.hardwareConcurrency || 1;
