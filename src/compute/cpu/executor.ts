/** The processor as an executor: lanes, one for each core, that a host starts as workers. */

import { Fate } from "../../core/abort";
import { EigenvoxError } from "../../core/errors";
import type { Executor } from "../executor";
import { type Pace, Pacer } from "../pacer";
import { Turns } from "../turns";
import { Heap } from "./heap";
import { compileKernels, HEAP_ADDRESS, PARAMS_ADDRESS } from "./kernels";
import type { LaneAnswer, LaneOrder } from "./lane.mjs";
import { CpuSpace, type LanePort } from "./space";

/** What a lane is started with. */
export interface LaneStart {
  readonly module: WebAssembly.Module;
  readonly params: number;
}

/** A lane's worker, as a host makes it. */
export interface LaneWorker {
  post(order: LaneOrder, transfer: ArrayBuffer[]): void;
  end(): void;
}

/** Starts a worker; it calls `answer` for every answer, and `lost` when it ends of itself. */
export type StartLane = (
  start: LaneStart,
  answer: (answer: LaneAnswer) => void,
  lost: (why: string) => void,
) => LaneWorker;

/** Cancelling acts within 100 ms. */
const PACE: Pace = { targetMs: 30, firstOperations: 1e6 };
const BINDING_BYTES = 2 ** 30;
/** What may be taken of a lane's memory: WebAssembly addresses 4 GiB; browsers grant less. */
const LANE_BYTES = 3 * 2 ** 30;
/** Spaces on a lane: while the program deals with what one has computed, the lane computes for the other. */
const SPACES_A_LANE = 2;

/**
 * Opens `lanes` lanes.
 *
 * Throws `E_NO_CPU` where WebAssembly or its vectors are missing.
 */
export async function openCpu(startLane: StartLane, lanes: number): Promise<Executor> {
  const module = await compileKernels();
  let lose: (reason: unknown) => void = () => {};
  const lost = new Promise<never>((_, reject) => {
    lose = (why) => reject(new EigenvoxError("E_GPU_LOST", `The processor's worker ended (${why}). Run again.`));
  });
  lost.catch(() => {});
  const fate = new Fate(lost);
  const open = Array.from({ length: lanes }, () => openLane(startLane, module, lose));
  // Lanes wait for each other nowhere: each learns its own pace.
  const pacers = open.map(() => new Pacer(PACE, fate));
  const turns = new Turns();
  return {
    name: `processor, WebAssembly on ${lanes} ${lanes === 1 ? "core" : "cores"}`,
    kind: "cpu",
    isSoftware: false,
    limits: { bindingBytes: BINDING_BYTES, lanes: lanes * SPACES_A_LANE, partBytes: PART_BYTES },
    lost,
    get longestMs() {
      return Math.max(...pacers.map(({ longestMs }) => longestMs));
    },
    pause: () => {
      for (const pacer of pacers) pacer.pause();
    },
    resume: () => {
      for (const pacer of pacers) pacer.resume();
    },
    inSpace: (_label, job) =>
      turns.run(async () => {
        const heaps = open.map(() => new Heap(HEAP_ADDRESS, LANE_BYTES));
        const onEachLane = () =>
          open.map(({ port }, i) => new CpuSpace(port, pacers[i] as Pacer, fate, heaps[i] as Heap, BINDING_BYTES));
        const spaces = Array.from({ length: SPACES_A_LANE }, onEachLane).flat();
        try {
          const [first, ...more] = spaces as [CpuSpace, ...CpuSpace[]];
          return await job(first, more);
        } finally {
          for (const space of spaces) space.dispose();
          for (const { port } of open) port.post({ op: "reset" });
        }
      }),
    dispose: () => {
      for (const { worker } of open) worker.end();
      lose("it was closed");
    },
  };
}

/** Parts of this size, all their buffers together, stay in the caches of current processors. */
const PART_BYTES = 6 * 2 ** 20;

function openLane(startLane: StartLane, module: WebAssembly.Module, lost: (why: string) => void) {
  const waiting = new Map<number, (answer: LaneAnswer) => void>();
  let last = 0;
  const worker = startLane(
    { module, params: PARAMS_ADDRESS },
    (answer) => {
      waiting.get(answer.id)?.(answer);
      waiting.delete(answer.id);
    },
    lost,
  );
  const port: LanePort = {
    post: (order, transfer = []) => worker.post(order, transfer),
    ask: (order) => {
      const id = ++last;
      return new Promise((resolve) => {
        waiting.set(id, resolve);
        worker.post({ ...order, id } as LaneOrder, []);
      });
    },
  };
  return { worker, port };
}
