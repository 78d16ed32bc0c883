import { expect, test } from "vitest";
import type { Factor, Vec3 } from "../../core/volume";
import { exchangeNotices } from "./exchange-notice";
import type { Exchange } from "./folding";

const TWICE: Factor = [2, 2, 2];

test.each<[Factor, Vec3, Exchange]>([
  [TWICE, [1, 1, 1], "xyz"],
  [TWICE, [1, 1, 1.2], "xyz"],
  [TWICE, [1, 1, 3], "xy"],
  [TWICE, [1, 1, 3], "none"],
  [[1, 1, 3], [1, 1, 4], "xy"],
])("factor %j on voxels of %j mm suits a bank that exchanges %s", (factor, spacing, exchange) => {
  expect(exchangeNotices(factor, spacing, exchange)).toEqual([]);
});

test.each<[Factor, Vec3, Exchange]>([
  [TWICE, [1, 1, 3], "xyz"],
  [TWICE, [1, 1, 3], "xz"],
  [[1, 1, 3], [1, 2, 4], "xy"],
])("factor %j on voxels of %j mm does not suit one that exchanges %s", (factor, spacing, exchange) => {
  expect(exchangeNotices(factor, spacing, exchange)).toMatchObject([{ code: "W_EXCHANGE" }]);
});
