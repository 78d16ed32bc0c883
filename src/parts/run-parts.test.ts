import { beforeEach, describe, expect, it } from "vitest";
import type { Executor, Space } from "../compute/executor";
import { EigenvoxError } from "../core/errors";
import type { Progress } from "../core/progress";
import { type PartedWork, runParts } from "./run-parts";

let openSpaces = 0;
const executor = {
  async inSpace(_: string, job: (space: Space, more: readonly Space[]) => Promise<unknown>) {
    openSpaces++;
    try {
      return await job({ peakBytes: 123 } as Space, []);
    } finally {
      openSpaces--;
    }
  },
};

const merged: string[] = [];
const fractions: number[] = [];
const stages = new Set<string>();
const onProgress = ({ stage, fraction }: Progress) => {
  stages.add(stage);
  fractions.push(fraction);
};
beforeEach(() => {
  merged.length = 0;
  fractions.length = 0;
  stages.clear();
});

const WORK: Omit<PartedWork<number, number, number>, "compute"> = {
  label: "test",
  parts: [30, 10, 20],
  partName: "brick",
  share: () => 2,
  operations: (part, shared) => part * shared,
  merge: (result, part) => merged.push(`${part}: ${result}`),
};

const run = (compute: PartedWork<number, number, number>["compute"], signal?: AbortSignal) =>
  runParts(executor as Executor, { ...WORK, compute }, { signal, onProgress });

describe("runParts", () => {
  it("merges in the order of the parts, and tells how far it is", async () => {
    const peak = await run(async ({ meter }, part, shared) => {
      expect(openSpaces).toBe(1);
      await new Promise((resolve) => setTimeout(resolve, part));
      meter.track("Working", shared)(part / 2);
      return part + shared;
    });
    expect(peak).toBe(123);
    expect(merged).toEqual(["30: 32", "10: 12", "20: 22"]);
    expect(fractions).toEqual([30, 60, 70, 80, 100, 120].map((done) => expect.closeTo(done / 120, 12)));
    expect(fractions.at(-1)).toBe(1);
    expect([...stages].slice(0, 3)).toEqual([
      "Working, brick 1 of 3",
      "Reading back, brick 1 of 3",
      "Working, brick 2 of 3",
    ]);
  });

  it("stays within the whole where parts take more than they were expected to", async () => {
    await run(async ({ meter }, part) => {
      meter.advance("Working", 3 * part);
      return part;
    });
    expect(fractions).toEqual([...fractions].sort((a, b) => a - b));
    expect(fractions.at(-1)).toBe(1);
  });

  it("frees the space and goes no further when a part fails", async () => {
    const failing = run(async (_, part) => {
      if (part === 10) throw new Error("no more");
      return part;
    });
    await expect(failing).rejects.toThrow("no more");
    expect(merged).toEqual(["30: 30"]);
    expect(fractions).toEqual([0.5]);
    expect(openSpaces).toBe(0);
  });

  it("hands the signal to the parts", async () => {
    const controller = new AbortController();
    const stopped = run(async ({ signal }, part) => {
      signal?.throwIfAborted();
      controller.abort();
      return part;
    }, controller.signal);
    await expect(stopped).rejects.toMatchObject({ name: "AbortError" });
    expect(merged).toEqual(["30: 30"]);
    expect(openSpaces).toBe(0);
  });

  it("keeps what is done when the device goes, and goes on where it is opened again", async () => {
    let opened = 0;
    const lost = Promise.reject(new EigenvoxError("E_GPU_LOST", "gone"));
    lost.catch(() => {});
    const reopening = { ...executor, lost, reopen: async () => ++opened === 1 };
    const computed: number[] = [];
    const codes: string[] = [];
    const goingAt = (calls: readonly number[]) =>
      runParts(
        reopening as unknown as Executor,
        {
          ...WORK,
          compute: async ({ meter }, part, shared) => {
            computed.push(part);
            meter.advance("Working", part);
            // As a lost device rejects: in its own words, or as if it had been cancelled.
            if (calls.includes(computed.length)) throw new DOMException("unmapped", "AbortError");
            return part + shared;
          },
        },
        { onProgress, onNotice: ({ code }) => codes.push(code) },
      );
    await goingAt([2]);
    expect(computed).toEqual([30, 10, 10, 20]);
    expect(merged).toEqual(["30: 32", "10: 12", "20: 22"]);
    expect(codes).toEqual(["W_GPU_LOST"]);
    expect(fractions).toEqual([...fractions].sort((a, b) => a - b));
    expect([...stages].at(-1)).toBe("Reading back, brick 3 of 3");
    await expect(goingAt([6])).rejects.toMatchObject({ code: "E_GPU_LOST" });
    expect(opened).toBe(2);
  });

  it("halves the parts that are left where the memory is short, down to the smallest", async () => {
    const codes: string[] = [];
    const withRoomFor = (room: number) =>
      runParts(
        executor as Executor,
        {
          ...WORK,
          halve: (part) => (part < 6 ? undefined : [Math.ceil(part / 2), Math.floor(part / 2)]),
          compute: async (_, part, shared) => {
            if (part > room) throw new EigenvoxError("E_GPU_MEMORY", `no room for ${part}`);
            return part + shared;
          },
        },
        { onProgress, onNotice: ({ code }) => codes.push(code) },
      );
    await withRoomFor(8);
    expect(merged).toEqual([8, 7, 8, 7, 5, 5, 5, 5, 5, 5].map((part) => `${part}: ${part + 2}`));
    expect(codes).toEqual(["W_GPU_MEMORY", "W_GPU_MEMORY"]);
    expect(fractions.at(-1)).toBe(1);
    await expect(withRoomFor(3)).rejects.toThrow("no room for");
    expect(openSpaces).toBe(0);
  });
});
