/**
 * What programs say of written series that had no part in writing them: the validators of dicom3tools, dcmtk, dcm2niix,
 * and our own reader. The first two are looked for, and installed where that can be done, by `npm run test:unit`.
 */

import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Volume } from "../../core/volume";
import type { AboutSeries, ScanFile, ScanSeries } from "../scan-format";
import { readOnly } from "../test-read";
import { dicomFormat } from "./format";
import { convertedVolumes } from "./test-dcm2niix";
import { buildSeries, fileOf, instanceUid, ORIENTATIONS, PATIENT } from "./test-dicom";
import { enhanced, KOREAN, koreanName, mosaic } from "./test-dicom-cases";
import { expectSameVolume } from "./test-same-volume";
import { ABOUT, FINER, GRIDS, readBack, VALUES, volumeOf, written } from "./test-written";

const DICOM = dicomFormat();
const KEEP: AboutSeries = { ...ABOUT, keepPatient: true };

interface Case {
  readonly volume: Volume;
  readonly about: AboutSeries;
  readonly source?: ScanSeries;
}

const volume = volumeOf(FINER, VALUES.fractions as (i: number) => number);
/** Nothing that a file may do without, and what it must not say. */
const POOR = {
  RepetitionTime: undefined,
  EchoTime: undefined,
  SeriesNumber: undefined,
  BodyPartExamined: undefined,
  PatientSex: "UNKNOWN",
  PatientAge: "33",
};

async function sourceIn(files: readonly ScanFile[]): Promise<ScanSeries> {
  const { series } = await DICOM.survey(files);
  return series[0] as ScanSeries;
}

const SOURCE_FILES = buildSeries({ orientation: ORIENTATIONS.oblique });
const source = await sourceIn(SOURCE_FILES);

const CASES: Readonly<Record<string, Case>> = {
  "from NIfTI": { volume, about: ABOUT },
  "from DICOM, anonymous": { volume, about: ABOUT, source },
  "from DICOM, with its patient": { volume, about: KEEP, source },
  "from a Korean patient's files": { volume, about: KEEP, source: await sourceIn(koreanName()) },
  "from poor files": { volume, about: KEEP, source: await sourceIn(buildSeries({ elements: POOR })) },
  "from deflated files": { volume, about: KEEP, source: await sourceIn(buildSeries({ syntax: "deflated" })) },
  "from a multi-frame file": { volume, about: KEEP, source: await sourceIn([enhanced()]) },
  "from a mosaic": { volume, about: KEEP, source: await sourceIn([mosaic()]) },
  ...Object.fromEntries(
    ["whole numbers", "negative whole numbers"].map((kind) => [
      `of ${kind}`,
      { volume: volumeOf(FINER, VALUES[kind] as (i: number) => number), about: KEEP, source },
    ]),
  ),
  ...Object.fromEntries(
    Object.entries(GRIDS).map(([name, affine]) => [
      `whose grid is ${name}`,
      { volume: volumeOf(affine, VALUES.fractions as (i: number) => number, [24, 20, 4]), about: ABOUT },
    ]),
  ),
};

/** Half of what one step of the stored values stands for, and what float32 loses of it. */
function halfStep({ data }: Volume): number {
  const [least, greatest] = [Math.min(...data), Math.max(...data)];
  return (greatest - least) / 65535 / 2 + 1e-7 * Math.max(-least, greatest);
}

describe.skipIf(!process.env.DICOM_TOOLS)("dicom3tools and dcmtk (skipped where they cannot be had)", () => {
  let folder = "";
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "eigenvox-dicom-"));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const saved = (files: readonly { readonly name: string; readonly bytes: Uint8Array }[]) =>
    files.map(({ name, bytes }) => {
      const path = join(mkdtempSync(join(folder, "file-")), name);
      writeFileSync(path, bytes);
      return path;
    });

  const said = (program: string, paths: readonly string[]) => {
    const { error, stdout, stderr } = spawnSync(program, paths, { encoding: "utf8" });
    if (error) throw error;
    return `${stdout}\n${stderr}`.split("\n");
  };
  const isError = (line: string) => /\bError\b|^[EF]:/.test(line);

  test.each(Object.entries(CASES))("find no error in a series %s", async (_, { source: from, ...one }) => {
    const paths = saved(await written(one.volume, one.about, from));
    for (const path of paths) {
      const lines = said("dciodvfy", [path]);
      expect(lines.filter(isError)).toEqual([]);
      expect(lines).toContain("MRImage");
    }
    expect(said("dcmdump", paths).filter(isError)).toEqual([]);
    expect(said("dcentvfy", paths).filter(isError)).toEqual([]);
  });

  test("find no contradiction between a series with its patient and its source", async () => {
    const sources = await Promise.all(SOURCE_FILES.map(async ({ name, bytes }) => ({ name, bytes: await bytes() })));
    const paths = saved([...sources, ...(await written(volume, KEEP, source))]);
    expect(said("dcentvfy", paths).filter(isError)).toEqual([]);
  });

  test("find what is wrong", async () => {
    const [file] = buildSeries({ elements: { Rows: undefined } }) as [ScanFile];
    const paths = saved([{ name: "wrong.dcm", bytes: await file.bytes() }]);
    expect(said("dciodvfy", paths).filter(isError)).not.toEqual([]);
  });
});

/** dcm2niix looks for a tilt in a tag, not in positions: no tilted series comes out of it right. */
const STACKS = Object.entries(CASES).filter(([name]) => !name.includes("tilted"));

test.each(STACKS)("dcm2niix reads a series %s as it was", async (_, { source: from, ...one }) => {
  const [read, ...others] = await convertedVolumes(await written(one.volume, one.about, from));
  expect(others).toEqual([]);
  expectSameVolume(read as Volume, one.volume, halfStep(one.volume));
});

test.each(Object.entries(CASES))("our reader reads a series %s as it was", async (_, { source: from, ...one }) => {
  const files = await written(one.volume, one.about, from);
  const scan = await readOnly(
    DICOM,
    files.map(({ name, bytes }) => fileOf(name, bytes)),
  );
  expectSameVolume(scan.volume, one.volume, halfStep(one.volume));
  const { name, rank, notices, slices } = scan.series;
  expect([name, rank]).toEqual([ABOUT.title, "image"]);
  expect(notices.map(({ code }) => code).filter((code) => code !== "W_TILT")).toEqual(["W_DERIVED"]);
  expect(slices?.distanceMm).toBeCloseTo(readBack(files[0]?.bytes as Uint8Array).numbers("00180088")[0] as number, 6);
  expect(scan.calWindow).toEqual(ABOUT.window);
});

test.each([
  ["from DICOM, with its patient", PATIENT.PatientName],
  ["from a Korean patient's files", `Kim^Secretperson=${KOREAN.name}`],
  ["from deflated files", PATIENT.PatientName],
  ["from a multi-frame file", PATIENT.PatientName],
])("a series %s has the name of the files", async (name, patient) => {
  const { volume: of, about, source: from } = CASES[name] as Case;
  const [file] = await written(of, about, from);
  expect(readBack(file?.bytes as Uint8Array).text("00100010")).toBe(patient);
});

test("a slice refers to the frames of a file, and to a mosaic as a whole", async () => {
  const references = async (name: string) => {
    const { volume: of, about, source: from } = CASES[name] as Case;
    const files = await written(of, about, from);
    const items = readBack(files[3]?.bytes as Uint8Array).items("00082112");
    return items.map((item) => [item.text("00081155"), item.text("00081160")]);
  };
  expect(await references("from a multi-frame file")).toEqual([[instanceUid(1, 0), "2\\3"]]);
  expect(await references("from a mosaic")).toEqual([[instanceUid(1, 0), undefined]]);
});
