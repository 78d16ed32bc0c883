import { afterEach, expect, test, vi } from "vitest";
import { watchRatio } from "./device-pixel-ratio";

afterEach(() => vi.unstubAllGlobals());

test("every change of the ratio is told, though a query tells of one only", () => {
  const queries: { query: string; target: EventTarget }[] = [];
  const changeTo = (ratio: number) => {
    vi.stubGlobal("devicePixelRatio", ratio);
    queries.at(-1)?.target.dispatchEvent(new Event("change"));
  };
  vi.stubGlobal("matchMedia", (query: string) => {
    const target = new EventTarget();
    queries.push({ query, target });
    return target;
  });
  const page = new EventTarget();
  vi.stubGlobal("window", page);
  vi.stubGlobal("devicePixelRatio", 1);
  const seen: number[] = [];
  const stop = watchRatio(() => seen.push(devicePixelRatio));
  changeTo(2);
  changeTo(1.25);
  expect(seen).toEqual([2, 1.25]);
  expect(queries.map(({ query }) => query)).toEqual([1, 2, 1.25].map((ratio) => `(resolution: ${ratio}dppx)`));
  vi.stubGlobal("devicePixelRatio", 4);
  page.dispatchEvent(new Event("resize"));
  page.dispatchEvent(new Event("resize"));
  expect(seen).toEqual([2, 1.25, 4]);
  stop();
  changeTo(3);
  page.dispatchEvent(new Event("resize"));
  expect(seen).toHaveLength(3);
});
