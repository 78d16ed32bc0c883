import { expect, test } from "vitest";
import { croppedDims } from "./plan";

test("what training uses is a multiple of the factor, and a volume without any is refused", () => {
  expect(croppedDims([5, 4, 7], [2, 2, 1])).toEqual([4, 4, 7]);
  expect(() => croppedDims([5, 1, 7], [2, 2, 1])).toThrow(expect.objectContaining({ code: "E_BAD_DIMS" }));
});
