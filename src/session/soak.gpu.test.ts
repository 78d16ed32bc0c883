/** Opening, running and cancelling again and again leaves nothing behind, on the device or in the program. */

import { readFile } from "node:fs/promises";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { expect, test } from "vitest";
import { isAbort } from "../core/errors";
import { openWatchedGpu, type WatchedGpu } from "../hosts/test-gpu";
import { openSession } from "./engine-session";
import { BANKS_URL, memoryStorage, openOne, phantomFile } from "./test-session";

const CYCLES = 50;
/** Of so many the least counts: what was just let go may not be collected yet. */
const FEW = 10;

setFlagsFromString("--expose-gc");
const collectGarbage: () => void = runInNewContext("gc");

test("fifty scans are opened, cancelled or computed, and closed, and memory stays as it was", async () => {
  let gpu: WatchedGpu | undefined;
  const session = openSession({
    open: async () => {
      gpu = await openWatchedGpu();
      return gpu.executor;
    },
    storage: memoryStorage(),
    fetch: async (url) => new Response(await readFile(url)),
  });
  const banks = await session.listBanks(BANKS_URL);
  const bankId = banks.find(({ method, factor }) => method === "folded" && factor.join() === "2,2,2")?.id as string;
  const file = await phantomFile("head.nii.gz", 12, 1);
  const cycle = async (index: number) => {
    const { id: scanId, surveyId = "" } = await openOne(session, file);
    const jobId = `${index}`;
    let reports = 0;
    // Each at another place; some are let through.
    const onProgress = () => {
      if (index % 10 !== 0 && ++reports === index % 10) void session.cancel(jobId);
    };
    const made = await session.superResolve({ jobId, scanId, bankId, steps: 0 }, onProgress).catch((error) => {
      if (!isAbort(error)) throw error;
    });
    await session.forgetScan(scanId);
    await session.forgetSurvey(surveyId);
    expect(gpu?.held).toMatchObject({ buffers: 0, bytes: 0 });
    return made !== undefined;
  };
  let done = 0;
  const bytes: number[] = [];
  for (let index = 0; index < CYCLES; index++) {
    if (await cycle(index)) done++;
    collectGarbage();
    bytes.push(process.memoryUsage().arrayBuffers);
  }
  expect(done).toBeGreaterThanOrEqual(CYCLES / 10);
  expect(done).toBeLessThan(CYCLES);
  expect(Math.min(...bytes.slice(-FEW))).toBeLessThan(Math.min(...bytes.slice(0, FEW)) + 2 ** 16);
});
