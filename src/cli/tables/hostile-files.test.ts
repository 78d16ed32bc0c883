import { expect, test } from "vitest";
import { memoryFile } from "../../formats/test-zip";
import { HOSTILE_FILES } from "./hostile-files";
import { outcomeOf } from "./outcome-of";

test.each(HOSTILE_FILES)("$name is refused by name, and read in part: $what", async ({ name, code, make }) => {
  const file = memoryFile(name, make());
  expect(await outcomeOf(file)).toBe(code);
  const bytes = file.reads.reduce((sum, [begin, end]) => sum + end - begin, 0);
  expect(bytes).toBeLessThanOrEqual(2 ** 24);
});
