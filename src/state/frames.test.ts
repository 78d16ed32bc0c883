import { beforeEach, expect, test, vi } from "vitest";
import { forgetFrames, setFrame, settleFrame } from "./frames";
import { useNotices } from "./notice-store";
import { findSeries, useSeries } from "./series-store";
import { testSeries } from "./test-series";
import { getVolume } from "./volumes";

const scanFrame = vi.hoisted(() => vi.fn());
vi.mock("../session/client", () => ({ getEngine: () => ({ scanFrame }) }));

const histogram = { counts: [], range: [0, 1] };
const opened = (frame: number) => ({
  volume: { data: new Float32Array([frame]) },
  range: [10 - frame, 100 * frame],
  histogram,
});
const shown = () => [findSeries("a")?.frame, getVolume("a")?.data[0]];

beforeEach(() => {
  forgetFrames("a");
  scanFrame.mockReset().mockImplementation(async (_: string, frame: number) => ({ ok: true, value: opened(frame) }));
  useSeries.setState({ ...useSeries.getInitialState(), series: [testSeries("a", { frames: 9 })] }, true);
});

test("a frame is read once, and the last one asked for is shown", async () => {
  await Promise.all([setFrame("a", 1), setFrame("a", 2)]);
  expect(shown()).toEqual([2, 2]);
  await setFrame("a", 1);
  expect(shown()).toEqual([1, 1]);
  expect(scanFrame).toHaveBeenCalledTimes(2);
});

test("the engine works on the frame that is shown, though it was kept", async () => {
  await setFrame("a", 1);
  await setFrame("a", 2);
  await setFrame("a", 1);
  scanFrame.mockClear();
  await settleFrame("a");
  await settleFrame("a");
  expect(scanFrame.mock.calls).toEqual([["a", 1]]);
});

test("a frame that cannot be read changes nothing but the notices", async () => {
  await setFrame("a", 3);
  scanFrame.mockResolvedValueOnce({ ok: false, error: { code: "E_GZIP", message: "damaged" } });
  await setFrame("a", 4);
  expect(shown()).toEqual([3, 3]);
  expect(useNotices.getState().notices.at(-1)).toMatchObject({ code: "E_GZIP" });
});

test("windows are bounded by all frames that were shown", async () => {
  useSeries.setState({ series: [testSeries("a", { frames: 9, range: [5, 50] })] });
  await setFrame("a", 6);
  await setFrame("a", 2);
  expect(findSeries("a")).toMatchObject({ frame: 2, range: [4, 600], histogram });
});
