/** Marks over a tile: crosshair, letters, scale bar, measurements. */

import type { Mark } from "../../viewer/marks";

const BASELINES = { top: "hanging", middle: "central", bottom: "auto" } as const;

export function Marks({ marks }: { marks: readonly Mark[] }) {
  return (
    <svg className="tile-marks" aria-hidden="true">
      {marks.map((mark, index) =>
        mark.kind === "line" ? (
          <polyline
            // biome-ignore lint/suspicious/noArrayIndexKey: marks have no identity and keep no state
            key={index}
            className={`mark-${mark.style}`}
            points={mark.points.map((point) => point.join()).join(" ")}
          />
        ) : (
          <text
            // biome-ignore lint/suspicious/noArrayIndexKey: as above
            key={index}
            className={`mark-${mark.style}`}
            x={mark.x}
            y={mark.y}
            textAnchor={mark.anchor}
            dominantBaseline={BASELINES[mark.baseline]}
          >
            {mark.text}
          </text>
        ),
      )}
    </svg>
  );
}
