import { afterEach, expect, test } from "vitest";
import { activateLanguage } from "../../text/text";
import { stageText } from "./stage-text";

afterEach(() => {
  activateLanguage("en");
});

test("what the engine is at is told in the active language, with its brick", () => {
  expect(stageText("Applying filters, brick 3 of 12")).toBe("Applying filters, brick 3 of 12");
  activateLanguage("ko");
  expect(stageText("Applying filters, brick 3 of 12")).toMatch(/^필터.*3.*12/);
  expect(stageText("a stage that no one knows")).toBe("a stage that no one knows");
});
