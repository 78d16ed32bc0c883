/** Numbers of all classes as pictures: how many rows each has, and how well its filter does. */

import { useCallback, useMemo } from "react";
import { type Rgb, rising } from "../../core/colour-map";
import { formatSmall } from "../format";
import { ClassMap, ColourLegend, LayoutNote } from "./class-map";
import { logScale, logShare } from "./scales";

/** Classes without a value are crossed out. */
const EMPTY: Rgb = [34, 34, 34];
const CROSS: Rgb = [120, 120, 120];
const SIZE = 9;

export function PopulationMap({ classRows }: { classRows: Uint32Array }) {
  return (
    <NumbersMap
      caption="Class population"
      unit="rows"
      values={classRows}
      text={(rows) => (rows === 0 ? "no rows" : `${rows.toLocaleString("en")} ${rows === 1 ? "row" : "rows"}`)}
    />
  );
}

export function ResidualMap({ classRows, residual }: { classRows: Uint32Array; residual: Float32Array }) {
  const values = useMemo(() => residual.map((value, i) => (classRows[i] === 0 ? 0 : value)), [classRows, residual]);
  return (
    <NumbersMap
      caption="Residual of each class"
      unit="p²"
      values={values}
      text={(value) => (value === 0 ? "no rows" : `mean squared error ${formatSmall(value)} p²`)}
    />
  );
}

interface NumbersMapProps {
  readonly caption: string;
  readonly unit: string;
  readonly values: Uint32Array | Float32Array;
  readonly text: (value: number) => string;
}

function NumbersMap({ caption, unit, values, text }: NumbersMapProps) {
  const scale = useMemo(() => logScale(values), [values]);
  const colour = useCallback(
    (index: number, x: number, y: number) => {
      const value = values[index] as number;
      if (value > 0) return rising(logShare(scale, value));
      return x === y || x === SIZE - 1 - y ? CROSS : EMPTY;
    },
    [values, scale],
  );
  return (
    <ClassMap caption={caption} size={SIZE} zoom={1} colour={colour} value={(index) => text(values[index] as number)}>
      <ColourLegend low={decade(scale.low)} high={`${decade(scale.high)} ${unit}`} colour={rising} />
      <LayoutNote />
    </ClassMap>
  );
}

const decade = (exponent: number) => (exponent >= 0 ? (10 ** exponent).toLocaleString("en") : `1e${exponent}`);
