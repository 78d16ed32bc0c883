/** One pane: what it shows, the image in its planes, and the value under the crosshair. */

import { type CSSProperties, type ReactNode, useState } from "react";
import { probe } from "../../core/probe";
import { useSession } from "../../state/session-store";
import { useView } from "../../state/view-store";
import { getVolume } from "../../state/volumes";
import { COLOUR_MAPS, css } from "../../viewer/colour-map";
import type { PaneGroup } from "../../viewer/pane-group";
import type { Area } from "../../viewer/tile-layout";
import { FactList } from "../common/fact-list";
import { formatMm, formatValue } from "../common/format";
import type { PaneTexts } from "./pane-texts";
import { useNiivuePane } from "./use-niivue-pane";

interface PaneProps extends PaneTexts {
  readonly group: PaneGroup;
  readonly volumeId: string;
  /** What else the pane can show. */
  readonly children?: ReactNode;
}

export function Pane({ group, volumeId, title, origin, isComputed, map, facts, children }: PaneProps) {
  const [free, setFree] = useState<Area>();
  const { host, trouble } = useNiivuePane({ group, volumeId, title, map, onLayout: setFree });
  return (
    <section className="pane" aria-label={title}>
      <header className="pane-header">
        <h2>
          {title}
          {isComputed && <span className="warn"> — {origin}</span>}
        </h2>
        {!isComputed && <span className="muted cut">{origin}</span>}
      </header>
      <div className="pane-image" ref={host}>
        {trouble && <p className="pane-trouble">{trouble}</p>}
      </div>
      <div className={free ? "note pane-facts inset" : "note pane-facts"} style={free && insetStyle(free)}>
        {children}
        {map && <ColourBar {...map} />}
        <Readout volumeId={volumeId} />
        <Facts facts={facts} />
      </div>
    </section>
  );
}

function ColourBar({ window: [low, high], colours }: NonNullable<PaneTexts["map"]>) {
  const stops = COLOUR_MAPS[colours].map(css).join(", ");
  const [from, to] = [formatValue(low), formatValue(high)];
  return (
    <div className="row tight colour-bar" role="img" aria-label={`Colours from ${from} to ${to}`}>
      <span>{from}</span>
      <span className="stops" style={{ background: `linear-gradient(to right, ${stops})` }} />
      <span>{to}</span>
    </div>
  );
}

function Readout({ volumeId }: { volumeId: string }) {
  const mm = useView((view) => view.crosshairMm);
  const isKnown = useSession((session) => session.scan?.orientationKnown ?? true);
  const volume = getVolume(volumeId);
  if (!volume) return null;
  const { voxel, value } = probe(volume, mm);
  return (
    <dl className="readout">
      <div className="value">
        <dt>Value</dt>
        <dd>{formatValue(value)}</dd>
      </div>
      <div>
        <dt>{isKnown ? "RAS mm" : "mm"}</dt>
        <dd>{formatMm(mm)}</dd>
      </div>
      <div>
        <dt>Voxel</dt>
        <dd title="Counted from 0 along the stored axes">
          {voxel.join(", ")} <span className="muted">from 0</span>
        </dd>
      </div>
    </dl>
  );
}

/** What the volume is, which filter draws it, and which side of the patient is on the left of the screen. */
function Facts({ facts }: { facts: PaneTexts["facts"] }) {
  const smooth = useView((view) => view.smooth);
  const radiological = useView((view) => view.radiological);
  const isKnown = useSession((session) => session.scan?.orientationKnown ?? true);
  const sides = radiological ? "Radiological: R on left" : "Neurological: L on left";
  const shown = [
    ...facts,
    ["Display", smooth ? "linear between voxels" : "nearest voxel"],
    ["Sides", isKnown ? sides : "unknown: the file does not say which side is left"],
  ] as const;
  return <FactList className="facts" facts={shown} />;
}

/** Over the free quarter of the image, which ends where the pane does. */
function insetStyle({ left, width, height }: Area): CSSProperties {
  return { left, width, height, bottom: 0 };
}
