/** The voxel under the crosshair: what it was taken for, the filter that made it, how sure that is, all values there. */

import { useEffect, useState } from "react";
import { probe } from "../../core/probe";
import type { Vec3 } from "../../core/volume";
import type { FilterPass, VoxelExplanation } from "../../session/wire";
import { explainAt, useInspect } from "../../state/inspect";
import { type Series, useSeries } from "../../state/series-store";
import { useView, viewOf } from "../../state/view-store";
import { getVolume } from "../../state/volumes";
import { t } from "../../text/text";
import { Check } from "../common/check";
import { FactList } from "../common/fact-list";
import { formatMm, formatValue } from "../common/format";
import { partOf } from "../methods/registry";
import { DirectionGlyph } from "./direction-glyph";
import { FilterPicture } from "./filter-picture";
import { classesText, directionText, levelText, passNames, seenText, structureText } from "./voxel-texts";

/** Time that the crosshair rests before it is asked for. */
const PAUSE_MS = 150;

export function VoxelInspector({ result }: { result: Series }) {
  const [isOn, setOn] = useState(false);
  const mm = useView((state) => viewOf(state, result.id).crosshairMm);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another result has another voxel there
  useEffect(() => {
    if (!isOn) return;
    const timer = setTimeout(() => void explainAt(mm), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [isOn, mm, result.id]);
  return (
    <div className="stack voxel-inspector">
      <Check label={t("Inspect voxels")} isChecked={isOn} onToggle={() => setOn(!isOn)} />
      {isOn && (
        <>
          <Explained isKnown={result.orientationKnown} />
          <Values mm={mm} />
        </>
      )}
    </div>
  );
}

function Explained({ isKnown }: { isKnown: boolean }) {
  const { explanation, isLoading, trouble } = useInspect();
  if (trouble !== undefined) return <p className="warn">{trouble}</p>;
  if (!explanation) return <p className="muted">{isLoading ? t("Looking…") : t("Click a voxel of the image.")}</p>;
  const { direction, strength, coherence, passes, isByNetwork = false, method } = explanation;
  const names = passNames(explanation);
  return (
    <div className="stack" aria-busy={isLoading}>
      <p>
        {structureText(explanation)}{" "}
        {!isByNetwork &&
          passes.at(-1)?.isGuarded &&
          t("The filter's value was drawn back to the range of its neighbours.")}
      </p>
      <div className="voxel-structure">
        {direction && <DirectionGlyph direction={direction} isKnown={isKnown} />}
        <div className="stack">
          {direction && (
            <p className="muted">
              {t("Intensity changes most {direction}", { direction: directionText(direction, isKnown) })}
            </p>
          )}
          <LevelMeter label={t("Strength")} level={strength} />
          <LevelMeter label={t("Coherence")} level={coherence} />
        </div>
      </div>
      {isByNetwork ? (
        <p>
          {t(
            "A network made this voxel from what the folded filters gave: there is no filter to show. The expected error tells how sure it is.",
          )}
        </p>
      ) : (
        passes.map((pass, i) => (
          <Pass
            key={names[i]}
            pass={pass}
            title={passes.length > 1 ? names[i] : undefined}
            fewRows={partOf(method)?.fewRows}
          />
        ))
      )}
      <FactList className="facts" facts={voxelFacts(explanation, names)} />
    </div>
  );
}

interface PassProps {
  readonly pass: FilterPass;
  readonly title: string | undefined;
  readonly fewRows: number | undefined;
}

/** What a pass took the voxel for, and the filters that it has for that. */
function Pass({ pass, title, fewRows }: PassProps) {
  return (
    <div className="stack">
      {title !== undefined && <h4>{title}</h4>}
      {pass.filters.map((filter) => (
        <FilterPicture key={filter.grid} filter={filter} />
      ))}
      <FactList
        className="facts"
        facts={[
          [t("Seen"), seenText(pass, fewRows)],
          [t("Class"), classesText(pass)],
        ]}
      />
    </div>
  );
}

function voxelFacts(explanation: VoxelExplanation, names: readonly string[]) {
  const { voxel, value, interpolated, passes, expectedError } = explanation;
  const unit = (number: number) => t("{value} in the scan's units", { value: formatValue(number) });
  return [
    [t("Voxel"), t("{voxel}, counted from 0", { voxel: voxel.join(", ") })],
    [t("Value"), unit(value)],
    [t("Interpolated"), unit(interpolated)],
    ...passes.map(({ filtered }, i) => [names[i] ?? "", unit(filtered)] as const),
    ...(expectedError === undefined
      ? []
      : [
          [
            t("Expected error"),
            t("± {error} in the scan's units (RMS)", { error: formatValue(Number(expectedError.toPrecision(2))) }),
          ] as const,
        ]),
  ] as const;
}

function LevelMeter({ label, level }: { label: string; level: VoxelExplanation["strength"] }) {
  return (
    <div className="level-meter">
      <span className="muted">{label}</span>
      <meter aria-label={label} min={0} max={level.bins} value={level.bin + 1} title={formatValue(level.value)} />
      <span>{levelText(level)}</span>
    </div>
  );
}

/** Every series has a value there, whatever its grid. */
function Values({ mm }: { mm: Vec3 }) {
  const series = useSeries((state) => state.series);
  const values = series.flatMap(({ id, title, name }) => {
    const volume = getVolume(id);
    return volume ? [{ id, title, name, value: probe(volume, mm).value }] : [];
  });
  return (
    <table className="voxel-values">
      <caption className="muted">{t("Values at {mm} mm", { mm: formatMm(mm) })}</caption>
      <tbody>
        {values.map(({ id, title, name, value }) => (
          <tr key={id}>
            <th scope="row" title={name}>
              {title}
            </th>
            <td>{formatValue(value)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
