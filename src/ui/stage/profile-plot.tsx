/** The plot of a line profile, with the values under the pointer in its legend. */

import { useEffect, useRef } from "react";
import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import { formatValue } from "../common/format";
import { useStylesOf } from "./use-styles";

export interface ProfileLine {
  readonly title: string;
  /** NaN where the series has no voxels. */
  readonly values: readonly number[];
}

/** By place, so that a series keeps its colour; told apart by dashes too. */
const DASHES = [[], [6, 4], [], [2, 3]];
const WIDTHS = [1.5, 1.5, 2.5, 1.5];
/** Custom properties of the style sheet, which knows the theme. */
const COLOURS = ["--profile-1", "--profile-2", "--profile-3", "--profile-4"] as const;

export function ProfilePlot({ mm, lines }: { mm: readonly number[]; lines: readonly ProfileLine[] }) {
  const host = useRef<HTMLDivElement>(null);
  const styles = useStylesOf(host, [...COLOURS, "--text", "--line"]);
  useEffect(() => {
    const element = host.current;
    if (!element || !styles) return;
    const axis = {
      stroke: styles["--text"] ?? "",
      grid: { stroke: styles["--line"] ?? "", width: 1 },
      ticks: { show: false },
    };
    const plot = new uPlot(
      {
        width: element.clientWidth,
        height: element.clientHeight,
        padding: [8, 12, 0, 0],
        scales: { x: { time: false } },
        legend: { live: true },
        cursor: { drag: { x: false, y: false } },
        axes: [
          { ...axis, size: 26 },
          { ...axis, size: 56, values: (_, ticks) => ticks.map(formatValue) },
        ],
        series: [
          { label: "mm", value: (_, at) => (at === null ? "–" : `${at.toFixed(1)} mm`) },
          ...lines.map(({ title }, index) => ({
            label: title,
            stroke: styles[COLOURS[index % COLOURS.length] as string] ?? "",
            width: WIDTHS[index % WIDTHS.length] as number,
            dash: DASHES[index % DASHES.length] as number[],
            points: { show: false },
            value: (_: uPlot, value: number | null) => (value === null ? "–" : formatValue(value)),
          })),
        ],
      },
      [[...mm], ...lines.map(({ values }) => values.map((value) => (Number.isNaN(value) ? null : value)))],
      element,
    );
    const resize = () => {
      const legend = element.querySelector<HTMLElement>(".u-legend")?.offsetHeight ?? 0;
      plot.setSize({ width: element.clientWidth, height: Math.max(80, element.clientHeight - legend) });
    };
    resize();
    const observer = new ResizeObserver(resize);
    observer.observe(element);
    return () => {
      observer.disconnect();
      plot.destroy();
    };
  }, [mm, lines, styles]);
  return <div ref={host} className="profile-plot" aria-hidden="true" />;
}
