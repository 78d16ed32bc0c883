import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { sha256 } from "../core/sha256";
import { buildNifti, type NiftiSpec } from "../formats/nifti/test-nifti";
import { openOne, startSession } from "./test-session";

const scan = (name: string, spec?: NiftiSpec) => new File([buildNifti(spec)], name);

describe("frames", () => {
  const dim = [4, 2, 3, 4, 5];

  test.each([false, true])("another one can be taken, compressed: %s", async (isCompressed) => {
    const bytes = buildNifti({ dim });
    const file = new File([isCompressed ? gzipSync(bytes) : bytes], isCompressed ? "a.nii.gz" : "a.nii");
    const session = startSession();
    const first = await openOne(session, file);
    expect(first.frames).toBe(5);
    const fourth = await session.scanFrame(first.id, 3);
    expect(fourth.volume.data[0]).toBe(72);
    expect(fourth).toMatchObject({ range: [72, 95], histogram: { range: [expect.any(Number), 95] } });
    expect((await session.scanFrame(first.id, 0)).volume.data[23]).toBe(23);
    for (const frame of [5, -1, 1.5]) {
      await expect(session.scanFrame(first.id, frame)).rejects.toMatchObject({ code: "E_ARGUMENT" });
    }
    await session.forgetScan(first.id);
    await expect(session.scanFrame(first.id, 1)).rejects.toMatchObject({ code: "E_NOT_FOUND" });
  });
});

test("a scan's source is known by its hash", async () => {
  const file = scan("a.nii");
  const session = startSession();
  const first = await openOne(session, file);
  expect(await session.sourceHash(first.id)).toBe(await sha256(await file.arrayBuffer()));
  const sample = await session.openSample();
  expect(await session.sourceHash(sample.id)).toMatch(/^[0-9a-f]{64}$/);
  expect(sample).toMatchObject({ frames: 1, synthetic: true });
});
