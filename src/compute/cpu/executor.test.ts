import binary from "virtual:kernels-cpu";
import { afterAll, beforeAll, describe, expect, it, test } from "vitest";
import { randomVolume } from "../../core/synthetic";
import { openNodeCpu } from "../../hosts/node-cpu";
import { UPSAMPLE_TRICUBIC } from "../../kernels/kernels";
import { randomFoldedBank } from "../../methods/folded/random-bank";
import { upscale } from "../../methods/test-upscale";
import { brickInput } from "../../parts/brick";
import type { Executor, Space } from "../executor";
import type { Kernel } from "../kernel";
import { callOf, compileKernels, PARAMS_ADDRESS } from "./kernels";

const VOLUME = randomVolume([40, 36, 44], 3);
const FACTOR = [2, 2, 2] as const;
const BANK = randomFoldedBank(FACTOR, { exchange: "xyz", taps: 57, seed: 1 });
const OPTIONS = { method: "folded", factor: FACTOR, bank: BANK };

/** A kernel at work on as many items as take a second or so. */
async function longWork(space: Space, signal?: AbortSignal, onItemsDone?: (done: number) => void): Promise<void> {
  const brick = { origin: [0, 0, 0], size: [304, 290, 290] } as const;
  const input = brickInput(randomVolume([152, 145, 145], 1), FACTOR, brick, 1);
  const low = space.upload("low resolution", input.lr);
  const items = 320 * 300 * 300;
  const upsampled = space.storage("upsampled", 4 * items);
  await space.run({
    kernel: UPSAMPLE_TRICUBIC,
    params: input.params,
    buffers: [low, upsampled],
    items,
    operationsPerItem: 100,
    signal,
    onItemsDone,
  });
}

test("the binary is small, and its own tables end below the parameters", async () => {
  const module = await compileKernels();
  expect(binary.length).toBeLessThan((60_000 * 4) / 3);
  const { memory } = new WebAssembly.Instance(module, {}).exports as { memory: WebAssembly.Memory };
  expect(memory.buffer.byteLength).toBeLessThanOrEqual(PARAMS_ADDRESS);
});

test("every kernel has its twin", async () => {
  const names = WebAssembly.Module.exports(await compileKernels()).map(({ name }) => name);
  for (const kernel of Object.values(await import("../../kernels/kernels"))) {
    expect(names).toContain(callOf({ kernel: kernel as Kernel, constants: { KEYS: 1 } }, []).kernel);
  }
});

describe("the processor as an executor", () => {
  let executor: Executor;
  beforeAll(async () => {
    executor = await openNodeCpu(2);
  });
  afterAll(() => executor.dispose());

  it("gives the same bits on any number of cores, however the volume is cut", async () => {
    const whole = await upscale(executor, VOLUME, OPTIONS);
    for (const lanes of [1, 3]) {
      const other = await openNodeCpu(lanes);
      const made = await upscale(other, VOLUME, { ...OPTIONS, gpuBytes: lanes * 3 * 2 ** 20 });
      other.dispose();
      expect(made.output.data).toEqual(whole.output.data);
      expect(made.guarded).toBe(whole.guarded);
    }
  });

  it("takes rows longer than what kernels work on at a time", async () => {
    const long = randomVolume([2150, 3, 2], 5);
    const whole = await upscale(executor, long, OPTIONS);
    const cut = await upscale(executor, long, { ...OPTIONS, gpuBytes: 2 ** 20 });
    expect(cut.peakGpuBytes).toBeLessThan(whole.peakGpuBytes as number);
    expect(cut.output.data).toEqual(whole.output.data);
  });

  it("stops between two calls when it is cancelled, and works on", async () => {
    const controller = new AbortController();
    let reached = 0;
    const stopped = executor.inSpace("long", (space) =>
      longWork(space, controller.signal, (done) => {
        reached = done;
        controller.abort();
      }),
    );
    await expect(stopped).rejects.toMatchObject({ name: "AbortError" });
    expect(reached).toBeGreaterThan(0);
    expect(reached).toBeLessThan(320 * 300 * 300);
    await upscale(executor, randomVolume([6, 6, 6], 1), OPTIONS);
  });

  it("does nothing while it is held", async () => {
    executor.pause();
    let isDone = false;
    const held = upscale(executor, randomVolume([6, 6, 6], 1), OPTIONS).then(() => {
      isDone = true;
    });
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(isDone).toBe(false);
    executor.resume();
    await held;
  });

  it("hands out zeros, also where another job wrote", async () => {
    const ones = new Float32Array(1000).fill(1);
    await executor.inSpace("first", async (space) => {
      const buffer = space.upload("ones", ones);
      space.free(buffer);
      const again = space.storage("again", 4000);
      expect(new Float32Array(await space.read(again, 4000))).toEqual(new Float32Array(1000));
      space.write(again, ones);
    });
    await executor.inSpace("second", async (space) => {
      const bytes = await space.read(space.storage("zeros", 4000), 3000, 1000);
      expect(new Float32Array(bytes)).toEqual(new Float32Array(750));
    });
  });

  it("refuses more memory than a core may hold", async () => {
    const job = executor.inSpace("large", async (space) => space.storage("all", 2 ** 31));
    await expect(job).rejects.toMatchObject({ code: "E_GPU_LIMIT" });
  });

  it("rejects work in hand and work to come when it goes", async () => {
    const other = await openNodeCpu(1);
    const work = other.inSpace("long", (space) => longWork(space, undefined, () => other.dispose()));
    await expect(work).rejects.toMatchObject({ code: "E_GPU_LOST" });
    await expect(other.lost).rejects.toMatchObject({ code: "E_GPU_LOST" });
    await expect(upscale(other, VOLUME, OPTIONS)).rejects.toMatchObject({ code: "E_GPU_LOST" });
  });
});
