import { expect, test } from "vitest";
import { csaValues } from "./csa";
import { concatenated } from "./test-dicom-elements";

const ints = (...values: number[]) => new Uint8Array(Int32Array.from(values).buffer);
const text = (value: string, bytes: number) => {
  const out = new Uint8Array(bytes);
  out.set(new TextEncoder().encode(value));
  return out;
};
const item = (value: string, words: readonly number[]) =>
  concatenated([ints(...words), text(value, value === "" ? 0 : 4 * Math.ceil((value.length + 1) / 4))]);
const tag = (name: string, items: readonly Uint8Array[]) =>
  concatenated([text(name, 64), ints(items.length), text("US", 4), ints(0, items.length, 77), ...items]);
const NAME = "NumberOfImagesInMosaic";

test("values of both versions of the header", () => {
  const second = concatenated([
    text("SV10", 4),
    ints(0x01020304, 2, 77),
    tag("EchoLinePosition", [item("7", [2, 2, 77, 2]), item("", [0, 0, 77, 0])]),
    tag(NAME, [item("30", [3, 3, 77, 3])]),
  ]);
  expect(csaValues(second, NAME)).toEqual(["30"]);
  expect(csaValues(second, "EchoLinePosition")).toEqual(["7"]);
  expect(csaValues(second, "SliceNormalVector")).toEqual([]);
  // The first version adds the number of the first tag's items to every length.
  const spare = concatenated([ints(0, 0, 77, 0)]);
  const first = concatenated([
    ints(2, 77),
    tag("EchoLinePosition", [item("7", [4, 0, 77, 0]), spare]),
    tag(NAME, [item("30", [5, 0, 77, 0]), spare]),
  ]);
  expect(csaValues(first, NAME)).toEqual(["30"]);
});

test("what is damaged, or no such header, has no values", () => {
  const header = concatenated([text("SV10", 4), ints(0, 1, 77), tag(NAME, [item("30", [3, 3, 77, 3])])]);
  for (let length = 0; length < header.length - 4; length++) {
    expect(csaValues(header.slice(0, length), NAME)).toEqual([]);
  }
  for (const [at, value] of [
    [8, 2 ** 31 - 1],
    [16 + 76, -1],
    [16 + 84 + 4, -5],
    [16 + 84 + 4, 2 ** 30],
  ] as const) {
    const damaged = header.slice();
    new DataView(damaged.buffer).setInt32(at, value, true);
    expect(csaValues(damaged, NAME)).toEqual([]);
  }
  expect(csaValues(text("an Interfile header, as some software keeps in its place", 200), NAME)).toEqual([]);
});
