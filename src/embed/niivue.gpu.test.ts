/** Images of NiiVue made finer, on an executor of the caller's. */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { NVImage } from "@niivue/niivue";
import { expect, test } from "vitest";
import { upsampledAffine } from "../core/affine";
import type { Notice } from "../core/notice";
import { degradeVolume } from "../degradations/degrade";
import { writeScan } from "../formats/registry";
import { PROCESSOR } from "../hosts/test-backends";
import { testHead } from "../phantom/test-head";
import { superResolveImage, volumeOfImage } from "./niivue";

const BANK = new Uint8Array(readFileSync(join(import.meta.dirname, "../../public/banks/folded-2x-box.safetensors")));

/** A head in an oblique place, in a file that a NiiVue has opened. */
async function openedHead(): Promise<NVImage> {
  const head = testHead({ dims: [24, 30, 27], spacing: 6 });
  const affine = [-5.9, 0.8, 0.5, 70, 0.8, 5.9, 0.9, -90, -0.4, -1, 5.9, -80, 0, 0, 0, 1];
  const bytes = await writeScan({ ...head, affine }, { description: "phantom" });
  const image = await NVImage.loadFromUrl({ url: "head.nii.gz", name: "head.nii.gz", buffer: bytes.buffer });
  image.colormap = "hot";
  [image.cal_min, image.cal_max] = [0, 255];
  return image;
}

test("the finer image lies where the image lies, is shown as it is, and says that it was computed", async () => {
  const executor = await PROCESSOR.shared();
  const image = await openedHead();
  const stages: number[] = [];
  const notices: Notice[] = [];
  const made = await superResolveImage(image, {
    bank: BANK,
    executor,
    onProgress: ({ fraction }) => stages.push(fraction),
    onNotice: (one) => notices.push(one),
  });
  expect(made).toBeInstanceOf(NVImage);
  expect(made.hdr?.dims.slice(1, 4)).toEqual([48, 60, 54]);
  const expected = upsampledAffine(image.hdr?.affine.flat() as number[], [2, 2, 2]);
  made.hdr?.affine.flat().forEach((value, i) => {
    expect(value).toBeCloseTo(expected[i] as number, 4);
  });
  expect([made.cal_min, made.cal_max, made.colormap]).toEqual([0, 255, "hot"]);
  expect(made.name).toBe("head super-resolved, computed.nii");
  expect(made.hdr?.description).toMatch(/^Eigenvox .*: folded 2x bank [0-9a-f]{12}, computed not acquired/);
  const comment = new TextDecoder().decode(made.extensions?.[0]?.edata);
  expect(comment).toMatch(/^This image was computed, not acquired\. Research software, not for diagnosis\./);
  expect(stages.at(-1)).toBe(1);
  expect(stages).toEqual([...stages].sort((a, b) => a - b));
  expect(notices).toEqual([]);

  // Made coarse again, voxel by voxel, it is the image.
  const { data } = volumeOfImage(image).volume;
  const coarse = (await degradeVolume(executor, volumeOfImage(made).volume, [2, 2, 2], "box")).data;
  const difference = data.reduce((sum, value, i) => sum + Math.abs(value - (coarse[i] as number)), 0) / data.length;
  expect(difference).toBeLessThan(0.02 * Math.max(...data));
});

test("interpolation needs no bank and is not called super-resolved", async () => {
  const executor = await PROCESSOR.shared();
  const made = await superResolveImage(await openedHead(), { method: "tricubic", factor: [1, 1, 2], executor });
  expect(made.hdr?.dims.slice(1, 4)).toEqual([24, 30, 54]);
  expect(made.name).toBe("head interpolated, computed.nii");
});

test.each([
  ["no bank", {}, "E_ARGUMENT"],
  ["a bank for interpolation", { bank: BANK, method: "tricubic" }, "E_ARGUMENT"],
  ["another factor than the bank's", { bank: BANK, factor: 3 }, "E_BANK_MISMATCH"],
  ["another method than the bank's", { bank: BANK, quality: "finest" }, "E_BANK_MISMATCH"],
  ["a quality that is none", { bank: BANK, quality: "best" }, "E_ARGUMENT"],
  ["a method that is none", { bank: BANK, method: "magic" }, "E_ARGUMENT"],
  ["a factor that is none", { method: "tricubic", factor: 7 }, "E_ARGUMENT"],
  ["a bank that is none", { bank: new Uint8Array(9) }, "E_BANK"],
] as const)("%s is refused", async (_, options, code) => {
  const executor = await PROCESSOR.shared();
  await expect(superResolveImage(await openedHead(), { ...options, executor } as object)).rejects.toMatchObject({
    code,
  });
});

test("cancelled, it rejects with the signal's reason", async () => {
  const executor = await PROCESSOR.shared();
  const controller = new AbortController();
  const made = superResolveImage(await openedHead(), {
    bank: BANK,
    executor,
    signal: controller.signal,
    onProgress: () => controller.abort(),
  });
  await expect(made).rejects.toMatchObject({ name: "AbortError" });
});
