import { expect, test } from "vitest";
import { openNodeGpu } from "../../hosts/node-device";
import { openWatchedGpu } from "../../hosts/test-gpu";
import type { Kernel } from "../kernel";
import { wholeTable } from "../params";

const WRITE_COUNT: Kernel<object> = {
  name: "write-count",
  code: `struct Params { first: u32, count: u32 }
    @group(0) @binding(0) var<uniform> params: Params;
    @group(0) @binding(1) var<storage, read_write> found: array<u32>;
    @compute @workgroup_size(1) fn main() { found[0] = params.count; }`,
  params: wholeTable({}),
  access: ["write"],
  workgroupSize: 1,
};

test("of two jobs started at once the one with a refused command rejects, and the other does not", async () => {
  const executor = await openNodeGpu();
  const job = (label: string, start: number) =>
    executor.inSpace(label, async (space) => {
      const found = space.storage("found", 16);
      await space.run({ kernel: WRITE_COUNT, params: {}, buffers: [found], items: 1, operationsPerItem: 1 });
      return new Uint32Array(await space.read(found, 4, start))[0];
    });
  // No copy may begin at a byte that is no multiple of 4.
  const jobs = [job("sound", 0), job("unsound", 2), job("sound again", 0)];
  const [first, second, third] = await Promise.allSettled(jobs);
  expect(first).toEqual({ status: "fulfilled", value: 1 });
  expect(second).toMatchObject({ status: "rejected", reason: { code: "E_GPU_VALIDATION" } });
  expect((second as PromiseRejectedResult).reason.message).toContain("(unsound)");
  expect(third).toEqual({ status: "fulfilled", value: 1 });
});

test("work in hand and work that waits its turn reject when the device goes", async () => {
  const executor = await openNodeGpu();
  executor.pause();
  const jobs = ["first", "second"].map((label) =>
    executor.inSpace(label, (space) => {
      const buffers = [space.storage("found", 16)];
      return space.run({ kernel: WRITE_COUNT, params: {}, buffers, items: 1, operationsPerItem: 1 });
    }),
  );
  const ends = Promise.allSettled(jobs);
  await new Promise((resolve) => setTimeout(resolve, 100));
  executor.dispose();
  for (const end of await ends) expect(end).toMatchObject({ status: "rejected" });
  await expect(executor.lost).rejects.toMatchObject({ code: "E_GPU_LOST" });
});

test("a large buffer that there is no memory for is told of before anything is done with it", async () => {
  const submits: string[] = [];
  const watch = { memoryBytes: 3 * 2 ** 20, onSubmit: (kind: string) => submits.push(kind) };
  const { executor, held } = await openWatchedGpu(watch);
  const count = (bytes: number) =>
    executor.inSpace("count", async (space) => {
      const found = space.storage("found", bytes);
      await space.run({ kernel: WRITE_COUNT, params: {}, buffers: [found], items: 1, operationsPerItem: 1 });
      return new Uint32Array(await space.read(found, 4))[0];
    });
  const refused = count(4 * 2 ** 20);
  await expect(refused).rejects.toMatchObject({ code: "E_GPU_MEMORY" });
  await expect(refused).rejects.toThrow(/found, 4194304 bytes/);
  expect(submits).toEqual([]);
  expect(await count(2 * 2 ** 20)).toBe(1);
  expect(held).toMatchObject({ buffers: 0, bytes: 0 });
  executor.dispose();
});
