/** What holds for all formats of a header and a block of voxels. */

import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { voxelToWorld } from "../core/affine";
import type { Vec3 } from "../core/volume";
import { METAIMAGE } from "./metaimage/format";
import { buildMeta, metaHalves } from "./metaimage/test-metaimage";
import { MGH } from "./mgh/format";
import { buildMgh, MGH_CODES } from "./mgh/test-mgh";
import { NIFTI } from "./nifti/format";
import { buildNifti, TEST_TYPES } from "./nifti/test-nifti";
import { NRRD } from "./nrrd/format";
import { buildNrrd } from "./nrrd/test-nrrd";
import { surveyFiles } from "./registry";
import type { ScanFile, ScanFormat, ScanSeries } from "./scan-format";
import { watchAllocations } from "./test-allocations";
import { noticed, readOnly } from "./test-read";
import { concat, EXTREME_VALUES, latin1Bytes, SCALAR_TYPES } from "./test-voxels";
import { memoryFile } from "./test-zip";

type Bytes = Uint8Array<ArrayBuffer>;

interface Spec {
  type?: string;
  littleEndian?: boolean;
  sizes?: readonly number[];
  values?: readonly (number | bigint)[];
}

interface Kind {
  readonly format: ScanFormat;
  /** The file; a second one may follow. */
  readonly build: (spec: Spec) => Bytes;
  readonly others?: (spec: Spec) => ScanFile[];
  readonly name: string;
  readonly types: readonly string[];
  /** Whether the voxels are compressed within the file. */
  readonly isPacked?: boolean;
  readonly isBigEndian?: boolean;
}

const codeOf = (type: string) => [...TEST_TYPES].find(([, name]) => name === type)?.[0] as number;
const nrrd = (encoding: string) => (spec: Spec) => {
  const is4d = spec.sizes?.length === 4;
  const directions = `(1,0,0) (0,1,0) (0,0,1)${is4d ? " none" : ""}`;
  return buildNrrd({ ...spec, encoding, fields: { "space directions": directions } });
};
const mhd = { fields: { ElementDataFile: "a.raw" } };

const KINDS: Record<string, Kind> = {
  NIfTI: {
    format: NIFTI,
    name: "a.nii",
    types: SCALAR_TYPES,
    build: ({ type = "int16", sizes = [2, 3, 4], ...spec }) =>
      buildNifti({ ...spec, datatype: codeOf(type), dim: [sizes.length, ...sizes] }),
  },
  MGH: {
    format: MGH,
    name: "a.mgh",
    types: Object.keys(MGH_CODES),
    isBigEndian: true,
    build: ({ sizes: [nx, ny, nz, frames = 1] = [2, 3, 4], ...spec }) =>
      buildMgh({ ...spec, sizes: [nx, ny, nz, frames] as number[] }),
  },
  "NRRD, raw": { format: NRRD, name: "a.nrrd", types: SCALAR_TYPES, build: nrrd("raw") },
  "NRRD, gzip": { format: NRRD, name: "a.nrrd", types: SCALAR_TYPES, build: nrrd("gzip"), isPacked: true },
  "NRRD, text": { format: NRRD, name: "a.nrrd", types: SCALAR_TYPES, build: nrrd("ascii") },
  "NRRD, hex": { format: NRRD, name: "a.nrrd", types: SCALAR_TYPES, build: nrrd("hex") },
  "MetaImage, raw": { format: METAIMAGE, name: "a.mha", types: SCALAR_TYPES, build: (spec) => buildMeta(spec) },
  "MetaImage, zlib": {
    format: METAIMAGE,
    name: "a.mha",
    types: SCALAR_TYPES,
    isPacked: true,
    build: (spec) => buildMeta({ ...spec, encoding: "zlib" }),
  },
  "MetaImage, text": {
    format: METAIMAGE,
    name: "a.mha",
    types: SCALAR_TYPES,
    build: (spec) => buildMeta({ ...spec, encoding: "text" }),
  },
  "MetaImage, pair": {
    format: METAIMAGE,
    name: "a.mhd",
    types: SCALAR_TYPES,
    build: (spec) => metaHalves({ ...spec, ...mhd }).header,
    others: (spec) => [memoryFile("a.raw", metaHalves({ ...spec, ...mhd }).voxels)],
  },
};

const filesOf = ({ name, build, others }: Kind, spec: Spec, pack = (bytes: Bytes) => bytes): ScanFile[] => [
  memoryFile(name, pack(build(spec))),
  ...(others?.(spec) ?? []),
];
const gzip = (bytes: Bytes): Bytes => new Uint8Array(gzipSync(bytes));
const upTo = (length: number) => Array.from({ length }, (_, i) => i);

describe.each(Object.entries(KINDS))("%s", (title, kind) => {
  const { format, types, isPacked, isBigEndian } = kind;
  const read = (spec: Spec, frame?: number) => readOnly(format, filesOf(kind, spec), frame);
  const hasOwnEncoding = isPacked || /text|hex/.test(title);

  test("is told by its content", async () => {
    const { series } = await surveyFiles([
      { ...(filesOf(kind, {})[0] as ScanFile), name: "IM0001" },
      ...(kind.others?.({}) ?? []),
    ]);
    expect(series.map(({ origin }) => origin.format)).toEqual([format.id]);
  });

  test.each(types)("%s voxels in both byte orders", async (type) => {
    const values = EXTREME_VALUES[type] as (number | bigint)[];
    for (const littleEndian of isBigEndian ? [false] : [true, false]) {
      const scan = await read({ type, littleEndian, sizes: [3, 1, 2], values });
      expect([...scan.volume.data]).toEqual(values.map(Number));
      expect(scan.notices.map(({ code }) => code).filter((code) => code !== "W_RANGE")).toEqual(["W_ONE_SLICE"]);
      expect(scan.details[0]).toContain(type);
    }
  });

  test("compressed as a whole it is the same scan", async () => {
    const [plain, packed] = [filesOf(kind, {}), filesOf(kind, {}, gzip)];
    if (hasOwnEncoding) return expect(readOnly(format, packed)).rejects.toMatchObject({ code: "E_GZIP" });
    const scan = await readOnly(format, packed);
    expect({ ...scan, details: [] }).toEqual({ ...(await readOnly(format, plain)), details: [], series: scan.series });
  });

  test.each([
    ["digits", latin1Bytes(" 12 34")],
    ["zeros", new Uint8Array(512)],
  ])("%s behind the voxels are told of, but where they may be there", async (_, more) => {
    const behind = (bytes: Bytes) => concat(bytes, more);
    const [header, voxels] = filesOf(kind, {}, kind.others ? undefined : behind);
    const files = voxels ? [header, memoryFile(voxels.name, behind(await voxels.bytes()))] : [header];
    const { notices, volume } = await readOnly(format, files as ScanFile[]);
    expect([...volume.data]).toEqual(upTo(24));
    const isText = /text|hex/.test(title);
    const text = isText ? /^The file goes on/ : new RegExp(`^${more.length} bytes lie behind`);
    const isTold = format.id !== "mgh" && !(isText && more[0] === 0);
    expect(notices).toEqual(isTold ? [noticed("W_TRAILING", text)] : []);
    if (hasOwnEncoding || voxels || !isTold) return;
    const packed = (pack: (bytes: Bytes) => Bytes) => readOnly(format, filesOf(kind, {}, pack));
    const within = await packed((bytes) => gzip(behind(bytes)));
    expect(within.notices).toEqual([noticed("W_TRAILING", /^The file goes on/)]);
    expect((await packed((bytes) => behind(gzip(bytes)))).notices).toEqual(notices);
  });

  test("axes of one voxel are named, and nothing can be made finer across them", async () => {
    const { series, notices } = await read({ sizes: [3, 4, 1] });
    expect(notices).toEqual([noticed("W_ONE_SLICE", /only along z:/)]);
    expect(series).toMatchObject({ notices, slices: { axis: 2, obstacle: notices[0] } });
    expect((await read({ sizes: [1, 1, 1] })).notices).toEqual([noticed("W_ONE_SLICE", /only along x, y, z:/)]);
    expect((await read({})).series.slices).toBeUndefined();
  });

  test("one value everywhere is told of", async () => {
    const same = (value: number) => new Array<number>(24).fill(value);
    expect((await read({ values: same(0) })).notices).toEqual([noticed("W_CONSTANT", /is 0:/)]);
    expect((await read({ values: same(7) })).notices).toEqual([noticed("W_CONSTANT", /is 7:/)]);
  });

  test("a frame of it is read alone", async () => {
    const spec = { sizes: [2, 3, 4, 5] };
    const first = await read(spec);
    expect(first).toMatchObject({ frames: 5, notices: [noticed("W_FRAMES", /5 frames/)], series: { frames: 5 } });
    expect([...first.volume.data]).toEqual(upTo(24));
    expect([...(await read(spec, 4)).volume.data]).toEqual(upTo(24).map((i) => 96 + i));
    for (const frame of [-1, 5, 0.5, Number.NaN])
      await expect(read(spec, frame)).rejects.toMatchObject({ code: "E_ARGUMENT" });
  });

  test("a picture is its middle slice, and lies where that does", async () => {
    const { series } = await format.survey(filesOf(kind, { sizes: [2, 3, 5] }));
    const picture = await format.picture?.(series[0] as ScanSeries);
    const { volume } = await read({ sizes: [2, 3, 5] });
    expect(picture?.dims).toEqual([2, 3, 1]);
    expect([...(picture?.data ?? [])]).toEqual([12, 13, 14, 15, 16, 17]);
    expect(voxelToWorld(picture?.affine ?? [], [1, 2, 0])).toEqual(voxelToWorld(volume.affine, [1, 2, 2]));
  });

  test("a mark on the left lies on the left", async () => {
    // In a grid whose first axis is that of left and right, in whichever direction.
    const { volume } = await read({ sizes: [3, 1, 1].map((n, i) => n + (i === 1 ? 1 : 0)) });
    const x = (i: number) => voxelToWorld(volume.affine, [i, 0, 0] as Vec3)[0];
    const isLps = ["nrrd", "metaimage"].includes(format.id);
    expect(x(0) > x(2)).toBe(isLps);
  });

  test("what it cannot hold takes no memory", async () => {
    const files = filesOf(kind, { sizes: [700, 700, 700], values: [1, 2, 3] });
    const largest = await watchAllocations(() =>
      expect(readOnly(format, files)).rejects.toMatchObject({ code: "E_TRUNCATED" }),
    );
    expect(largest).toBe(0);
  });
});

describe("voxels much longer than they are wide are told of", () => {
  const long = [noticed("W_GEOMETRY", /1000 mm along z, but 1 mm along x/)];
  test.each([
    ["NIfTI", NIFTI, buildNifti({ sform: [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1000, 0] })],
    ["MGH", MGH, buildMgh({ spacing: [1, 1, 1000] })],
    ["NRRD", NRRD, buildNrrd({ fields: { "space directions": "(1,0,0) (0,1,0) (0,0,1000)" } })],
    ["MetaImage", METAIMAGE, buildMeta({ fields: { ElementSpacing: "1 1 1000" } })],
  ])("%s", async (_, format, bytes) => {
    expect((await readOnly(format, [memoryFile("a", bytes)])).notices).toEqual(long);
  });

  test("but not thick slices, nor a single one", async () => {
    const thick = { sform: [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 12, 0] };
    const single = { sform: [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1000, 0], dim: [3, 2, 3, 1] };
    const of = async (bytes: Bytes) => (await readOnly(NIFTI, [memoryFile("a", bytes)])).notices;
    expect(await of(buildNifti(thick))).toEqual([]);
    expect(await of(buildNifti(single))).toEqual([noticed("W_ONE_SLICE", /z/)]);
  });
});
