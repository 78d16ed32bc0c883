import { expect, test } from "vitest";
import { opensAtOnce } from "./at-once";
import type { ScanFormat, ScanSeries } from "./scan-format";

const formats = [{ id: "files" }, { id: "discs", isCollection: true }] as unknown as readonly ScanFormat[];

/** "files-image" is an image that is a file of its own. */
const found = (...kinds: readonly string[]): readonly ScanSeries[] =>
  kinds.map((kind, i) => {
    const [format, rank] = kind.split("-");
    return { id: `${i}`, rank, origin: { format } } as ScanSeries;
  });

test.each([
  [["files-image", "files-image", "files-minor"], "01"],
  [["discs-image"], "0"],
  [["discs-image", "discs-minor", "discs-none"], "0"],
  [["discs-image", "discs-image"], ""],
  [["discs-minor"], "0"],
  [["discs-minor", "discs-minor"], ""],
  [["files-image", "discs-image", "discs-image"], "0"],
  [["files-image", "discs-image"], "01"],
  [["files-minor"], "0"],
  [["files-minor", "files-minor"], ""],
  [["discs-none"], ""],
  [[], ""],
])("of %j", (kinds, ids) => {
  expect(
    opensAtOnce(found(...kinds), formats)
      .map(({ id }) => id)
      .join(""),
  ).toBe(ids);
});
