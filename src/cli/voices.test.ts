import { resolve } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { TO_PEOPLE, TO_PROGRAMS } from "./voices";

let out: string;
let err: string;

beforeEach(() => {
  [out, err] = ["", ""];
  vi.useFakeTimers({ toFake: ["performance"] });
  vi.spyOn(process.stdout, "write").mockImplementation((text) => {
    out += text;
    return true;
  });
  vi.spyOn(process.stderr, "write").mockImplementation((text) => {
    err += text;
    return true;
  });
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

const lines = () => out.split("\n").flatMap((line) => (line ? [JSON.parse(line)] : []));

test("programs are told of progress five times a second at the most, of its end, and of the seconds left once known", () => {
  const report = TO_PROGRAMS.progress();
  for (let i = 0; i <= 1000; i++) {
    report({ stage: "Filtering", fraction: i / 1000 });
    vi.advanceTimersByTime(10);
  }
  const told = lines();
  expect(told).toHaveLength(51);
  expect(told[0]).toEqual({ type: "progress", stage: "Filtering", fraction: 0 });
  expect(told[25].secondsLeft).toBeCloseTo(5, 5);
  expect(told.at(-1)).toEqual({ type: "progress", stage: "Filtering", fraction: 1, secondsLeft: 0 });
  expect(err).toBe("");
});

test("each voice says in its way what a run is, knows, has made, and why it ended", () => {
  const said = (voice: typeof TO_PEOPLE) => {
    voice.begin("upscale");
    voice.note("Noise:\n2 %");
    voice.notice("W_RANGE", "odd\u202evalues", "head.nii");
    voice.result({ output: "fine.nii.gz", sidecar: undefined }, { dims: [2, 2, 2] }, "a table\n");
    voice.error("2 lines\nof it", 3, "E_EMPTY");
    voice.interrupted();
  };
  said(TO_PROGRAMS);
  expect(lines()).toEqual([
    {
      type: "start",
      format: "eigenvox-progress/1",
      software: expect.stringMatching(/^Eigenvox \d/),
      command: "upscale",
    },
    { type: "note", text: "Noise:\n2 %" },
    { type: "notice", code: "W_RANGE", text: "odd\u202evalues", scan: "head.nii" },
    { type: "result", files: { output: resolve("fine.nii.gz") }, dims: [2, 2, 2], seconds: expect.any(Number) },
    { type: "error", code: "E_EMPTY", message: "2 lines\nof it", exitCode: 3 },
    { type: "cancelled" },
  ]);
  expect(err).toBe("");

  out = "";
  said(TO_PEOPLE);
  expect(out).toBe("a table\n");
  expect(err).toBe("Noise:\ufffd2 %\nhead.nii: W_RANGE odd\ufffdvalues\n\nE_EMPTY: 2 lines\nof it\n\nInterrupted.\n");
});
