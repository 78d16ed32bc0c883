/** Tools to measure on the images, and what was measured. */

import { ChartSpline, type LucideIcon, Ruler, TriangleRight } from "lucide-react";
import { type MeasureTool, removeMeasurement, useMeasure } from "../../state/measure-store";
import { t } from "../../text/text";
import { describeMeasurement, type Measurement } from "../../viewer/measure";
import { CrossButton } from "../common/button";
import { chooseTool } from "../stage/stage-store";
import { InspectorSection } from "./section";

type Kind = Exclude<MeasureTool, "none">;

interface ToolTexts {
  readonly kind: Kind;
  readonly label: string;
  readonly how: string;
  readonly Icon: LucideIcon;
}

const tools = (): readonly ToolTexts[] => [
  { kind: "distance", label: t("Distance"), how: t("Click two points in a tile."), Icon: Ruler },
  { kind: "angle", label: t("Angle"), how: t("Click three points, the vertex second."), Icon: TriangleRight },
  {
    kind: "profile",
    label: t("Profile"),
    how: t("Click two points: the values of all series along the line are plotted."),
    Icon: ChartSpline,
  },
];

export function MeasureSection() {
  const { tool, measurements } = useMeasure();
  return (
    <InspectorSection
      section="measure"
      title={t("Measure")}
      note={measurements.length > 0 ? String(measurements.length) : undefined}
    >
      <div className="stack">
        <div className="row tight wrap">
          {tools().map(({ kind, label, Icon }) => (
            <button
              key={kind}
              type="button"
              className="button small tool-button"
              aria-pressed={tool === kind}
              onClick={() => chooseTool(tool === kind ? undefined : kind)}
            >
              <Icon size={14} aria-hidden="true" /> {label}
            </button>
          ))}
        </div>
        <p className="muted note measure-how">
          {tools().find(({ kind }) => kind === tool)?.how ?? t("Measured in millimetres of the patient, in any tile.")}
        </p>
        <List measurements={measurements} />
      </div>
    </InspectorSection>
  );
}

function List({ measurements }: { measurements: readonly Measurement[] }) {
  const names = new Map(tools().map(({ kind, label }) => [kind, label]));
  const planes = { axial: t("axial"), coronal: t("coronal"), sagittal: t("sagittal") };
  return (
    <ul className="measure-list">
      {measurements.map((measurement, i) => {
        const name = `${names.get(measurement.kind)} ${i + 1}`;
        return (
          <li key={measurement.id} className="spread">
            <span>
              {name} <span className="muted">{planes[measurement.plane]}</span>
            </span>
            <span className="row tight">
              <span>{describeMeasurement(measurement)}</span>
              <CrossButton label={t("Remove {name}", { name })} onClick={() => removeMeasurement(measurement.id)} />
            </span>
          </li>
        );
      })}
    </ul>
  );
}
