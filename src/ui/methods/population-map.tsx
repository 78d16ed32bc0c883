/** Numbers of all classes as pictures: how many rows each has, and how well its filter does. */

import { type ReactNode, useCallback, useMemo } from "react";
import { t } from "../../text/text";
import { type Rgb, rising } from "../../viewer/colour-map";
import { formatSmall } from "../common/format";
import { logScale, logShare } from "../common/scales";
import { type ClassLayout, rowsOf } from "./class-layout";
import { ClassMap, ColourLegend } from "./class-map";

/** Classes without a value are crossed out. */
const EMPTY: Rgb = [34, 34, 34];
const CROSS: Rgb = [120, 120, 120];
const FRAME: Rgb = [89, 199, 219];
/** Pixels that a picture takes along its longer side, as far as its cells stay large enough to point at. */
const SIDE = 240;
const [LEAST_PITCH, MOST_PITCH] = [8, 20];

interface ClassValues {
  readonly caption: string;
  readonly classRows: Uint32Array;
  readonly layout: ClassLayout;
  /** Classes with fewer rows are framed. */
  readonly fewerThan?: number;
  /** A picture of a class's filter, once there are filters. */
  readonly filter?: (index: number) => ReactNode;
}

export function PopulationMap({ classRows, ...shown }: ClassValues) {
  return (
    <NumbersMap
      {...shown}
      classRows={classRows}
      unit={t("rows")}
      tellsRows
      values={classRows}
      text={(rows) =>
        t("{count, plural, one {# row} other {{amount} rows}}", { count: rows, amount: rows.toLocaleString("en") })
      }
    />
  );
}

export function ResidualMap({ classRows, residual, ...shown }: ClassValues & { residual: Float32Array }) {
  return (
    <NumbersMap
      {...shown}
      classRows={classRows}
      unit="p²"
      tellsRows={false}
      values={residual}
      text={(value) => t("mean squared error {error} p²", { error: formatSmall(value) })}
    />
  );
}

interface NumbersMapProps extends ClassValues {
  readonly unit: string;
  readonly values: Uint32Array | Float32Array;
  readonly text: (value: number) => string;
  /** True where the values are the rows. */
  readonly tellsRows: boolean;
}

function NumbersMap(props: NumbersMapProps) {
  const { caption, classRows, layout, fewerThan = 0, filter, unit, values, text, tellsRows } = props;
  const pitch = Math.floor(SIDE / Math.max(layout.columns, rowsOf(layout)));
  const size = Math.min(MOST_PITCH, Math.max(LEAST_PITCH, pitch)) - 1;
  const known = useMemo(() => Array.from(values, (value, i) => (classRows[i] === 0 ? 0 : value)), [values, classRows]);
  const scale = useMemo(() => logScale(known), [known]);
  const isFew = useCallback((index: number) => (classRows[index] as number) < fewerThan, [classRows, fewerThan]);
  const colour = useCallback(
    (index: number, x: number, y: number) => {
      const value = known[index] as number;
      const isEdge = x === 0 || y === 0 || x === size - 1 || y === size - 1;
      if (value > 0) return isEdge && isFew(index) ? FRAME : rising(logShare(scale, value));
      return x === y || x === size - 1 - y ? CROSS : EMPTY;
    },
    [known, scale, size, isFew],
  );
  const value = (index: number) => {
    if (classRows[index] === 0) return t("no rows");
    const said = text(known[index] as number);
    return isFew(index) ? t("{said}, few rows", { said }) : said;
  };
  return (
    <ClassMap
      caption={caption}
      layout={layout}
      size={size}
      zoom={1}
      colour={colour}
      value={value}
      rows={tellsRows ? undefined : classRows}
      filter={filter}
    >
      <ColourLegend low={decade(scale.low)} high={`${decade(scale.high)} ${unit}`} colour={rising} />
      <p className="muted note">{layout.note()}</p>
    </ClassMap>
  );
}

const decade = (exponent: number) => (exponent >= 0 ? (10 ** exponent).toLocaleString("en") : `1e${exponent}`);
