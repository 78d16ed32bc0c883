/** PSNR of every method on every volume. */

import { useState } from "react";
import type { Evaluation } from "../../jobs/evaluate/rows";
import { columnsOf, formatColumn } from "../../jobs/evaluate/summary";
import { ticksBetween } from "../common/ticks";
import { methodLabel, methodStyles } from "./method-style";

const WIDTH = 760;
const HEIGHT = 240;
const LEFT = 46;
const BOTTOM = 34;
const TOP = 10;

export function PsnrPlot({ evaluation }: { evaluation: Evaluation }) {
  const columns = columnsOf(evaluation.rows);
  const [chosen, setChosen] = useState(0);
  const column = columns[Math.min(chosen, columns.length - 1)];
  if (!column) return null;
  const rows = evaluation.rows.filter(
    (row) => formatColumn(row) === formatColumn(column) && Number.isFinite(row.psnr.masked),
  );
  const volumes = [...new Set(rows.map(({ volume }) => volume))];
  const names = [...new Set(rows.map(({ name }) => name))];
  const styles = methodStyles([...new Set(evaluation.rows.map(({ name }) => name))]);
  const values = rows.map(({ psnr }) => psnr.masked);
  const ticks = ticksBetween(Math.min(...values), Math.max(...values));
  const [low, high] = [ticks[0] as number, ticks.at(-1) as number];
  const y = (value: number) => TOP + ((high - value) / (high - low)) * (HEIGHT - TOP - BOTTOM);
  const x = (volume: string) => LEFT + ((volumes.indexOf(volume) + 0.5) / volumes.length) * (WIDTH - LEFT);
  return (
    <section className="evaluate-section" aria-label="PSNR by volume">
      <header className="evaluate-head">
        <h2>PSNR by volume, dB inside the mask</h2>
        {columns.length > 1 && (
          <select
            aria-label="Degraded"
            value={chosen}
            onChange={(event) => setChosen(Number(event.currentTarget.value))}
          >
            {columns.map((candidate, i) => (
              <option key={formatColumn(candidate)} value={i}>
                {formatColumn(candidate)}
              </option>
            ))}
          </select>
        )}
      </header>
      <div className="evaluate-plot">
        <svg
          viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
          role="img"
          aria-label="PSNR of every method on every volume; the same numbers are in the table below"
        >
          {ticks.map((tick) => (
            <g key={tick}>
              <line className="grid" x1={LEFT} x2={WIDTH} y1={y(tick)} y2={y(tick)} />
              <text x={LEFT - 6} y={y(tick)} textAnchor="end" dominantBaseline="central">
                {Number(tick.toFixed(2))}
              </text>
            </g>
          ))}
          {volumes.map((volume) => (
            <text key={volume} x={x(volume)} y={HEIGHT - 14} textAnchor="middle">
              {shorten(volume, Math.max(6, Math.floor(100 / volumes.length)))}
            </text>
          ))}
          {names.map((name) => {
            const style = styles.get(name);
            const own = rows.filter((row) => row.name === name);
            return (
              <g key={name} style={{ color: style?.colour }}>
                <polyline
                  className="line"
                  points={own.map((row) => `${x(row.volume)},${y(row.psnr.masked)}`).join(" ")}
                />
                {own.map((row) => (
                  <path
                    key={row.volume}
                    className="marker"
                    d={style?.marker}
                    transform={`translate(${x(row.volume)} ${y(row.psnr.masked)})`}
                  >
                    <title>{`${methodLabel(name)}, ${row.volume}: ${row.psnr.masked.toFixed(2)} dB`}</title>
                  </path>
                ))}
              </g>
            );
          })}
        </svg>
        <Legend names={names} styles={styles} />
      </div>
    </section>
  );
}

export function Legend({ names, styles }: { names: readonly string[]; styles: ReturnType<typeof methodStyles> }) {
  return (
    <ul className="evaluate-legend">
      {names.map((name) => (
        <li key={name} style={{ color: styles.get(name)?.colour }}>
          <svg width="12" height="12" viewBox="-6 -6 12 12" aria-hidden="true">
            <path className="marker" d={styles.get(name)?.marker} />
          </svg>
          <bdi>{methodLabel(name)}</bdi>
        </li>
      ))}
    </ul>
  );
}

function shorten(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length - 1)}…`;
}
