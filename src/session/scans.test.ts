import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { sha256 } from "../core/sha256";
import { buildNifti, type NiftiSpec } from "../formats/nifti/test-nifti";
import { startSession } from "./test-session";
import type { FilesRead, OpenedScan } from "./wire";

const text = new File(["only a text"], "notes.txt");
const scan = (name: string, spec?: NiftiSpec) => new File([buildNifti(spec)], name);

async function open(files: readonly File[], session = startSession()) {
  const reads: FilesRead<OpenedScan>[] = [];
  await session.openFiles(files, (read) => reads.push(read));
  const scans = reads.flatMap(({ outcome }) => (outcome.ok ? [outcome.value] : []));
  return { session, reads, scans, first: scans[0] as OpenedScan };
}

describe("opening files", () => {
  test("opens every scan in them, whatever else is among them", async () => {
    const { reads, scans } = await open([text, scan("a.nii"), new File([], "empty.nii"), scan("b.nii"), text]);
    expect(reads.map(({ name, files, outcome }) => [name, files, outcome.ok || outcome.error.code])).toEqual([
      ["notes.txt", 1, "E_NOT_NIFTI"],
      ["a.nii", 1, true],
      ["empty.nii", 1, "E_EMPTY"],
      ["b.nii", 1, true],
      ["notes.txt", 1, "E_NOT_NIFTI"],
    ]);
    expect(new Set(scans.map(({ id }) => id)).size).toBe(2);
    expect(scans[1]).toMatchObject({ name: "b.nii", frames: 1, range: [0, 23], synthetic: false });
  });

  test("stops after 16 scans, and says what was not read", async () => {
    const files = Array.from({ length: 20 }, (_, i) => scan(`${i}.nii`));
    const { reads, scans } = await open([text, ...files]);
    expect(scans).toHaveLength(16);
    expect(reads.at(-1)).toMatchObject({ name: "4 more files", files: 4, outcome: { error: { code: "E_ARGUMENT" } } });
    expect((await open(files.slice(0, 16))).reads).toHaveLength(16);
  });

  test("tells the file's window beside the one that suits the eye", async () => {
    const { first } = await open([scan("a.nii", { calMin: 5, calMax: 15 })]);
    expect(first.headerWindow).toEqual([5, 15]);
    expect(first.window[1]).toBeGreaterThan(15);
    expect(first.histogram.counts).toHaveLength(256);
    expect((await open([scan("a.nii")])).first).not.toHaveProperty("headerWindow");
  });
});

describe("frames", () => {
  const dim = [4, 2, 3, 4, 5];

  test.each([false, true])("another one can be taken, compressed: %s", async (isCompressed) => {
    const bytes = buildNifti({ dim });
    const file = new File([isCompressed ? gzipSync(bytes) : bytes], isCompressed ? "a.nii.gz" : "a.nii");
    const { session, first } = await open([file]);
    expect(first.frames).toBe(5);
    expect((await session.scanFrame(first.id, 3)).data[0]).toBe(72);
    expect((await session.scanFrame(first.id, 0)).data[23]).toBe(23);
    for (const frame of [5, -1, 1.5]) {
      await expect(session.scanFrame(first.id, frame)).rejects.toMatchObject({ code: "E_ARGUMENT" });
    }
    await session.forgetScan(first.id);
    await expect(session.scanFrame(first.id, 1)).rejects.toMatchObject({ code: "E_NOT_FOUND" });
  });
});

test("a scan's source is known by its hash", async () => {
  const file = scan("a.nii");
  const { session, first } = await open([file]);
  expect(await session.sourceHash(first.id)).toBe(await sha256(await file.arrayBuffer()));
  const sample = await session.openSample();
  expect(await session.sourceHash(sample.id)).toMatch(/^[0-9a-f]{64}$/);
  expect(sample).toMatchObject({ frames: 1, synthetic: true });
});
