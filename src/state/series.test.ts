import { expect, test } from "vitest";
import { notice } from "../core/notice";
import { greysOf } from "./series";

test("low values are shown bright where the files mean them so", () => {
  expect(greysOf([notice("W_LOSSY", "with loss"), notice("W_MONOCHROME1", "low is bright")])).toBe("inverted");
  expect(greysOf([notice("W_LOSSY", "with loss")])).toBe("gray");
});
