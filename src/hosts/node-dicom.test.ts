import { describe, expect, test } from "vitest";
import { checkStream } from "../formats/dicom/encapsulated-stream";
import { minimalFile } from "../formats/dicom/minimal-file";
import { COLUMNS, COMPRESSED, ROWS } from "../formats/dicom/test-compressed";
import { answerOfWorker } from "./dicom-worker";
import { decodeInNode } from "./node-dicom";

const { stream, pixels } = COMPRESSED.jpegLs;
const fileAt = (index: number) => minimalFile(stream, pixels, checkStream(stream, pixels), index);

describe("the decoder in Node", () => {
  test("gives one NIfTI file of all images", async () => {
    const nifti = await decodeInNode([0, 1, 2].map(fileAt), {});
    expect(nifti.length).toBe(352 + 3 * COLUMNS * ROWS * 2);
  });

  test("refuses what is no DICOM", async () => {
    const reading = decodeInNode([new Uint8Array(1000)], {});
    await expect(reading).rejects.toMatchObject({ code: "E_PIXELS" });
  });

  test("takes no more memory than the images that are read can need", async () => {
    const { rle } = COMPRESSED;
    const format = { bitsAllocated: 16, planar: false };
    // It would be read, what is missing as zeros, with 155 MiB.
    const file = minimalFile(rle.stream, { ...rle.pixels, rows: 5800, columns: 5800 }, format, 0);
    const outcome = await decodeInNode([file], {}).then(
      ({ length }) => `${length} bytes`,
      ({ code }) => code,
    );
    expect(outcome).toBe("E_PIXELS");
  });

  test("says nothing, and leaves the exit code alone", async () => {
    const written: unknown[] = [];
    const { write } = process.stdout;
    process.stdout.write = (chunk: unknown) => written.push(chunk) > 0;
    try {
      await decodeInNode([fileAt(0)], {});
      await decodeInNode([new Uint8Array(1000)], {}).catch(() => undefined);
    } finally {
      process.stdout.write = write;
    }
    expect(written).toEqual([]);
    expect(process.exitCode).toBeUndefined();
  });

  test("stops when it is told to", async () => {
    const controller = new AbortController();
    const reading = decodeInNode([fileAt(0)], { signal: controller.signal });
    controller.abort();
    await expect(reading).rejects.toMatchObject({ name: "AbortError" });
    await expect(decodeInNode([fileAt(0)], { signal: controller.signal })).rejects.toMatchObject({
      name: "AbortError",
    });
  });
});

describe("a worker that decodes", () => {
  const answer = Uint8Array.of(1);

  /** A worker that does as told, and remembers whether it was ended. */
  function workerThat(does: (settle: (nifti?: Uint8Array<ArrayBuffer>) => void) => void) {
    const worker = {
      ended: 0,
      start: (settle: (nifti?: Uint8Array<ArrayBuffer>) => void) => {
        does(settle);
        return () => worker.ended++;
      },
    };
    return worker;
  }

  test("is ended by its answer, also one that is given at once", async () => {
    const worker = workerThat((settle) => settle(answer));
    expect(await answerOfWorker(worker.start, undefined)).toBe(answer);
    expect(worker.ended).toBe(1);
  });

  test("is ended by its failure", async () => {
    const worker = workerThat((settle) => settle());
    await expect(answerOfWorker(worker.start, undefined)).rejects.toMatchObject({ code: "E_PIXELS" });
    expect(worker.ended).toBe(1);
  });

  test("is ended when it gives no answer in time", async () => {
    const worker = workerThat(() => {});
    const reading = answerOfWorker(worker.start, undefined, 0.05);
    await expect(reading).rejects.toMatchObject({ code: "E_PIXELS", message: expect.stringContaining("0.05 s") });
    expect(worker.ended).toBe(1);
  });

  test("is ended by an abort, whose reason is what the caller is given", async () => {
    const worker = workerThat(() => {});
    const controller = new AbortController();
    const reading = answerOfWorker(worker.start, controller.signal);
    controller.abort(new Error("enough"));
    await expect(reading).rejects.toThrow("enough");
    expect(worker.ended).toBe(1);
  });
});
