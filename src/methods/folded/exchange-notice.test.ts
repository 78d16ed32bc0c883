import { expect, test } from "vitest";
import type { Vec3 } from "../../core/volume";
import { exchangeNotices } from "./exchange-notice";
import type { Exchange } from "./folding";

test.each<[Vec3, Exchange]>([
  [[1, 1, 1], "xyz"],
  [[1, 1, 1.2], "xyz"],
  [[1, 1, 2], "xyz"],
  [[1, 1, 3], "xy"],
  [[1, 1, 3], "none"],
])("voxels of %j mm suit a bank that exchanges %s", (spacing, exchange) => {
  expect(exchangeNotices(spacing, exchange)).toEqual([]);
});

test.each<[Vec3, Exchange, string]>([
  [[1, 1, 3], "xyz", "x, y, z"],
  [[1, 1, 3], "xz", "x, z"],
  [[1, 2.5, 4], "xy", "x, y"],
])("voxels of %j mm do not suit one that exchanges %s", (spacing, exchange, names) => {
  const text = expect.stringContaining(`takes the axes ${names} for alike`);
  expect(exchangeNotices(spacing, exchange)).toEqual([{ code: "W_EXCHANGE", text }]);
});
