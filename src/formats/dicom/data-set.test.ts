import dicomParser from "dicom-parser";
import { expect, test } from "vitest";
import type { ScanFile } from "../scan-format";
import { readDataSet } from "./data-set";
import { numberOf, numbersOf, type Tags, textOf, textsOf } from "./tags";
import { buildSlice, fileOf, type SliceOptions } from "./test-dicom";
import { enhanced } from "./test-dicom-cases";
import {
  concatenated,
  type Elements,
  EXPLICIT,
  elementHeader,
  encodeElements,
  tagAndLength,
} from "./test-dicom-elements";

const preamble = concatenated([new Uint8Array(128), new TextEncoder().encode("DICM")]);
const meta = (syntax = "1.2.840.10008.1.2.1") => encodeElements({ TransferSyntaxUID: syntax }, EXPLICIT);
/** A file of these parts, after preamble and file meta information. */
const made = (...parts: Uint8Array[]) => fileOf("made", concatenated([preamble, meta(), ...parts]));
const elements = (values: Elements) => encodeElements(values, EXPLICIT);
const PIXELS = concatenated([elementHeader(0x7fe00010, "OW", 4, EXPLICIT), new Uint8Array(4)]);

const read = (file: ScanFile) => readDataSet(file, (own) => numbersOf(own, "position"));

/** A file of so many bytes, of which only these are there, at their places; all others are 0. */
function sparse(size: number, parts: ReadonlyMap<number, Uint8Array>): { readonly file: ScanFile; read(): number } {
  let read = 0;
  const slice = async (begin: number, end: number) => {
    const out = new Uint8Array(Math.max(0, Math.min(end, size) - begin));
    read += out.length;
    for (const [at, part] of parts) {
      for (let i = Math.max(0, begin - at); i < part.length && at + i < begin + out.length; i++) {
        out[at + i - begin] = part[i] as number;
      }
    }
    return out;
  };
  return { file: { name: "sparse", size, slice, bytes: () => slice(0, size) }, read: () => read };
}

test.each<[string, SliceOptions]>([
  ["explicit", {}],
  ["implicit", { syntax: "implicit" }],
  ["big-endian", { syntax: "bigEndian" }],
  ["deflated", { syntax: "deflated" }],
  ["without preamble, implicit", { syntax: "implicit", bare: true }],
  ["without preamble, explicit", { bare: true }],
  ["sequences without lengths", { undefinedLengths: true }],
])("the same tags in every syntax: %s", async (_, options) => {
  const stored = Uint8Array.from([1, 2, 3, 4, 5, 6, 7, 8]);
  const { tags, pixels, file, isCut } = await read(
    fileOf(
      "a",
      buildSlice({
        ...options,
        index: 2,
        rows: 2,
        columns: 2,
        pixelData: stored,
        elements: { "00081140:SQ": [{ "00081155:UI": "1.2.3" }, {}], EchoTime: 31.5 },
      }),
    ),
  );
  expect([numberOf(tags, "rows"), numberOf(tags, "echoTime"), textOf(tags, "modality")]).toEqual([2, 31.5, "MR"]);
  expect(numbersOf(tags, "position")).toEqual([-11, -6.75, 26]);
  expect(textsOf(tags, "imageType")).toEqual(["ORIGINAL", "PRIMARY", "OTHER"]);
  expect(isCut).toBe(false);
  expect(pixels).toMatchObject({ length: 8, isFloat: false });
  const offset = pixels?.offset as number;
  expect(await file.slice(offset, offset + 8)).toEqual(stored);
});

test("values are those that dicom-parser finds in a whole file", async () => {
  const bytes = buildSlice({ index: 3, orientation: [0.96, 0.28, 0, -0.224, 0.768, -0.6] });
  const { tags, pixels } = await read(fileOf("a", bytes));
  const whole = dicomParser.parseDicom(bytes);
  for (const [name, tag] of [
    ["position", "x00200032"],
    ["orientation", "x00200037"],
    ["pixelSpacing", "x00280030"],
    ["repetitionTime", "x00180080"],
  ] as const) {
    expect(numbersOf(tags, name)).toEqual(whole.string(tag)?.split("\\").map(Number));
  }
  for (const [name, tag] of [
    ["rows", "x00280010"],
    ["bitsAllocated", "x00280100"],
  ] as const) {
    expect(numberOf(tags, name)).toBe(whole.uint16(tag));
  }
  expect(pixels?.offset).toBe(whole.elements.x7fe00010?.dataOffset);
});

test.each([false, true])(
  "functional groups are found, frame by frame (sequences without lengths: %s)",
  async (open) => {
    const { frames, tags } = await read(enhanced({ slices: 3, order: [2, 0, 1], undefinedLengths: open }));
    expect(frames).toEqual([26, 20, 23].map((z) => [-11, -6.75, z]));
    // What lies in them is none of the file's own.
    expect(tags.get("position")).toBeUndefined();
  },
);

test("what all frames share is told to each", async () => {
  const seen: Tags[] = [];
  await readDataSet(enhanced({ slices: 2 }), (_, shared) => seen.push(shared));
  expect(seen.map((shared) => numberOf(shared, "effectiveEchoTime"))).toEqual([90, 90]);
});

test("an element of undefined length ends with its delimiter, one of unknown type is implicit inside", async () => {
  const unknown = concatenated([
    elementHeader(0x00191020, "UN", 0xffffffff, EXPLICIT),
    tagAndLength(0xfffee000, 0xffffffff, true),
    encodeElements({ EchoTime: 7, "00191021:SQ": [{ Rows: 9 }] }, { explicit: false, littleEndian: true }),
    tagAndLength(0xfffee00d, 0, true),
    tagAndLength(0xfffee0dd, 0, true),
  ]);
  const { tags, pixels } = await read(made(elements({ Modality: "MR" }), unknown, elements({ Rows: 5 }), PIXELS));
  expect([numberOf(tags, "rows"), tags.get("echoTime"), pixels?.length]).toEqual([5, undefined, 4]);
});

test("an extended offset table before the pixels, longer than other elements of two letters", async () => {
  const table = concatenated([elementHeader(0x7fe00001, "UN", 8, EXPLICIT), new Uint8Array(8)]);
  table.set(new TextEncoder().encode("OV"), 4);
  const { pixels } = await read(made(elements({ Rows: 5 }), table, PIXELS));
  expect(pixels?.length).toBe(4);
});

test("private elements are found by their maker, in whatever block", async () => {
  const own = elements({ "00190012:LO": "SIEMENS MR HEADER", "0019120A:US": 30 });
  const others = elements({ "00190010:LO": "SOMEONE ELSE", "0019100A:US": 7 });
  expect(numberOf((await read(made(own, PIXELS))).tags, "mosaicImages")).toBe(30);
  expect((await read(made(others, PIXELS))).tags.get("mosaicImages")).toBeUndefined();
});

test("a value representation that is none is taken for one of short length", async () => {
  const strange = elementHeader(0x00180015, "??", 4, EXPLICIT);
  const { tags } = await read(
    made(elements({ Modality: "MR" }), strange, new Uint8Array(4), elements({ Rows: 5 }), PIXELS),
  );
  expect(numberOf(tags, "rows")).toBe(5);
});

test("a file that ends inside an element, a sequence or before its pixels says so", async () => {
  const { size } = made(elements({ Rows: 5, Columns: 6 }));
  for (const [cut, isCut] of [
    [0, false],
    [1, true],
    [9, true],
    [12, true],
  ] as const) {
    const bytes = (await made(elements({ Rows: 5, Columns: 6 })).bytes()).slice(0, size - cut);
    expect(await read(fileOf("cut", bytes))).toMatchObject({ isCut, pixels: undefined });
  }
  const open = concatenated([elementHeader(0x00081140, "SQ", 0xffffffff, EXPLICIT), tagAndLength(0xfffee000, 0, true)]);
  expect(await read(made(open))).toMatchObject({ isCut: true });
});

test("large elements are passed over unread", async () => {
  const begin = concatenated([
    preamble,
    meta(),
    elements({ Modality: "MR" }),
    elementHeader(0x00291111, "OB", 2 ** 30, EXPLICIT),
  ]);
  const rest = concatenated([elements({ "00291112:SH": "x" }), elementHeader(0x7fe00010, "OW", 2 ** 30, EXPLICIT)]);
  const at = begin.length + 2 ** 30;
  const { file, read: bytesRead } = sparse(
    2 ** 31 + 4096,
    new Map([
      [0, begin],
      [at, rest],
    ]),
  );
  expect((await read(file)).pixels).toEqual({ offset: at + rest.length, length: 2 ** 30, isFloat: false });
  expect(bytesRead()).toBeLessThan(1 << 20);
});

test("an element that claims more than the file holds is not waited for", async () => {
  const claim = concatenated([preamble, meta(), elementHeader(0x00291111, "OB", 0xfffffff0, EXPLICIT)]);
  const { file, read: bytesRead } = sparse(2 ** 28, new Map([[0, claim]]));
  expect(await read(file)).toMatchObject({ isCut: true, pixels: undefined });
  expect(bytesRead()).toBeLessThan(1 << 18);
});

test("sequences that nest without end, and elements without number, are refused", async () => {
  const nested = concatenated(
    Array.from({ length: 200 }, () =>
      concatenated([elementHeader(0x00081140, "SQ", 0xffffffff, EXPLICIT), tagAndLength(0xfffee000, 0xffffffff, true)]),
    ),
  );
  await expect(read(made(nested))).rejects.toMatchObject({ code: "E_BAD_HEADER" });
  const items = concatenated([
    elementHeader(0x00081140, "SQ", 0xffffffff, EXPLICIT),
    ...Array.from({ length: 200 }, () => tagAndLength(0xfffee000, 0xffffffff, true)),
  ]);
  await expect(read(made(items))).rejects.toMatchObject({ code: "E_BAD_HEADER" });
  // Elements of no length, 256 MiB of them.
  const zeros = sparse(2 ** 28, new Map([[0, concatenated([preamble, meta(), tagAndLength(0x00080000, 0, true)])]]));
  await expect(read(zeros.file)).rejects.toMatchObject({ code: "E_TOO_LARGE" });
  expect(zeros.read()).toBeLessThan(1 << 26);
});

test("more frames than can be are refused", async () => {
  const frames = concatenated([
    elementHeader(0x52009230, "SQ", 0xffffffff, EXPLICIT),
    ...Array.from({ length: 65537 }, () => tagAndLength(0xfffee000, 0, true)),
  ]);
  await expect(read(made(frames))).rejects.toMatchObject({ code: "E_TOO_LARGE" });
});

test("a deflated file that is cut short or damaged is refused by name", async () => {
  const bytes = buildSlice({ syntax: "deflated", value: (x, y) => (x * 7919 + y * 104729) % 65521 });
  await expect(read(fileOf("cut", bytes.slice(0, 400)))).rejects.toMatchObject({ code: "E_TRUNCATED" });
  const damaged = bytes.slice();
  damaged.fill(0xff, 330);
  await expect(read(fileOf("damaged", damaged))).rejects.toMatchObject({ code: "E_BAD_HEADER" });
});
