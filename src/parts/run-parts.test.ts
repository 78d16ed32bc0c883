import { beforeEach, describe, expect, it } from "vitest";
import type { Executor, Space } from "../compute/executor";
import type { Progress } from "../core/progress";
import { type PartedWork, runParts } from "./run-parts";

let openSpaces = 0;
const executor: Pick<Executor, "inSpace"> = {
  async inSpace(_, job) {
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

const run = (compute: PartedWork<number, number, number>["compute"], signal?: AbortSignal) =>
  runParts(
    executor as Executor,
    {
      label: "test",
      parts: [30, 10, 20],
      partName: "brick",
      share: () => 2,
      operations: (part, shared) => part * shared,
      compute,
      merge: (result, part) => merged.push(`${part}: ${result}`),
    },
    { signal, onProgress },
  );

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
});
