/** Which axes are exchanged on a grid: equal factors, and voxels at most a quarter longer. */

import { expect, test } from "vitest";
import type { Factor, Vec3 } from "../../core/volume";
import { exchangeOf } from "./folding";

test.each<[string, Factor, Vec3]>([
  ["xyz", [2, 2, 2], [1, 1.25, 1]],
  ["xyz", [2, 2, 2], [1.25, 1, 1.1]],
  ["xy", [2, 2, 2], [1, 1, 1.26]],
  ["xz", [2, 2, 2], [0.79, 1, 0.79]],
  ["yz", [2, 2, 2], [1.26, 1, 1]],
  ["none", [2, 2, 2], [1, 1.26, 1.6]],
  // x and z are each like y, but not like one another: no set holds all three.
  ["xy", [2, 2, 2], [1, 1.2, 1.4]],
  ["xy", [2, 2, 1], [1, 1, 1]],
  ["none", [1, 2, 3], [1, 1, 1]],
])("exchanges %s for the factor %j and voxels of %j mm", (exchange, factor, spacing) => {
  expect(exchangeOf(factor, spacing)).toBe(exchange);
});
