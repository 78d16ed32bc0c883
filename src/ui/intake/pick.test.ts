/** What the picker has chosen before the person does, and how it counts what it leaves out. */

import { expect, test } from "vitest";
import type { SeriesInfo } from "../../session/wire";
import { chosenAtFirst, countMore, ofRank, skippedByReason } from "./pick";

const series = (...ranks: SeriesInfo["rank"][]) => ranks.map((rank, i) => ({ id: `s${i}`, rank }));

test("a few images are chosen, and nothing else", () => {
  expect(chosenAtFirst(series("image", "minor", "image", "none"), [])).toEqual(["s0", "s2"]);
  expect(chosenAtFirst(series("minor", "minor"), [])).toEqual([]);
});

test("of many images none is chosen, unless few of them are left", () => {
  const five = series("image", "image", "image", "image", "image");
  expect(chosenAtFirst(five, [])).toEqual([]);
  expect(chosenAtFirst(five, ["s1"])).toEqual(["s0", "s2", "s3", "s4"]);
});

test("more is what can be opened and is not", () => {
  const some = series("image", "minor", "none", "image");
  expect(countMore(some, [])).toBe(3);
  expect(countMore(some, ["s0", "s1", "s3"])).toBe(0);
  expect(ofRank(some, "none").map(({ id }) => id)).toEqual(["s2"]);
});

test("skipped files are counted by reason, the most common first", () => {
  const refused = (name: string, files: number, code: "E_NOT_NIFTI" | "E_PIXELS") => ({
    name,
    files,
    error: { code, message: `${name}: ${code}` },
  });
  const reasons = skippedByReason([
    refused("a series", 3, "E_PIXELS"),
    refused("readme.txt", 1, "E_NOT_NIFTI"),
    refused("viewer.exe", 7, "E_NOT_NIFTI"),
  ]);
  expect(reasons.map(({ code, files }) => [code, files])).toEqual([
    ["E_NOT_NIFTI", 8],
    ["E_PIXELS", 3],
  ]);
  expect(reasons[0]?.items.map(({ name }) => name)).toEqual(["readme.txt", "viewer.exe"]);
  expect(reasons[1]?.items[0]?.message).toBe("a series: E_PIXELS");
});
