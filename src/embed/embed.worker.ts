/** The worker that computes for a page, with a queue for each device that is asked for. */

import { type Device, openDevice } from "../compute/device-choice";
import { isMachineTrouble } from "../compute/failure";
import { JobQueue } from "../compute/job-queue";
import { sparsely } from "../core/progress";
import { openBrowserCpu } from "../hosts/browser-cpu-text";
import { openBrowserGpu } from "../hosts/browser-device";
import { type Answer, type Order, toWire } from "./messages";
import { upscale } from "./upscale";

type Run = Exclude<Order, { cancel: string }>;

const queues = new Map<Device, JobQueue>();

function queueOf(device: Device): JobQueue {
  const queue =
    queues.get(device) ?? new JobQueue(() => openDevice(device, { openGpu: openBrowserGpu, openCpu: openBrowserCpu }));
  queues.set(device, queue);
  return queue;
}

const tell = (answer: Answer, transfer: Transferable[] = []) => postMessage(answer, { transfer });

async function run({ id, device, scan, request }: Run) {
  const onProgress = sparsely((progress) => tell({ id, progress }));
  const queue = queueOf(device);
  let kind: string | undefined;
  try {
    return await queue.run(id, (job) =>
      job.onDevice((executor) => {
        kind = executor.kind;
        return upscale(executor, scan, request, { signal: job.signal, onProgress });
      }),
    );
  } catch (error) {
    // Nobody is there to be asked whether the processor is to do it.
    if (device !== "auto" || kind === "cpu" || !isMachineTrouble(error)) throw error;
    await queue.close();
    return run({ id, device: "cpu", scan, request });
  }
}

addEventListener("message", ({ data }: MessageEvent<Order>) => {
  if ("cancel" in data) {
    for (const queue of queues.values()) queue.cancel(data.cancel);
    return;
  }
  const { id } = data;
  void run(data).then(
    (result) => tell({ id, result }, [result.output.data.buffer]),
    (error) => tell({ id, error: toWire(error) }),
  );
});
