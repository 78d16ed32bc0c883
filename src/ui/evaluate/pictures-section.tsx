/** Pictures of the results, as in the paper's Fig. 3, and where they err. */

import { useMemo, useState } from "react";
import { displayWindow } from "../../core/intensity";
import type { PlaneImages } from "../../core/planes";
import { PLANES, type Plane } from "../../core/view";
import type { Evaluation, EvaluationRow } from "../../jobs/evaluate/rows";
import { formatColumn } from "../../jobs/evaluate/summary";
import { BASELINE, INTERPOLATIONS } from "../../methods/interpolation/names";
import type { EvaluationCase, EvaluationPictures } from "../../session/evaluation-wire";
import { showPictures } from "../../state/evaluation-actions";
import { useEvaluation } from "../../state/evaluation-store";
import { useView } from "../../state/view-store";
import { Check } from "../common/check";
import { Select } from "../common/select";
import { methodLabel } from "./method-style";
import { errorLimit, type Inset, PictureCanvas } from "./picture-canvas";

export function PicturesSection({ evaluation }: { evaluation: Evaluation }) {
  const shown = useEvaluation((state) => state.shown);
  const pictures = useEvaluation((state) => state.pictures);
  const cases = new Map(evaluation.rows.map((row) => [caseName(row), row]));
  return (
    <section className="section stack" aria-label="Pictures">
      <header className="row wrap evaluate-head">
        <h2>Pictures</h2>
        <Select
          label="Volume"
          value={shown ? caseName(shown) : ""}
          options={[...cases.keys()].map((name) => [name, name])}
          onChange={(name) => void showPictures(cases.get(name) as EvaluationRow)}
        />
      </header>
      {pictures ? <Figure key={shown && caseName(shown)} pictures={pictures} /> : <p className="muted">Fetching…</p>}
    </section>
  );
}

const caseName = (of: EvaluationCase) => `${of.volume}, ${formatColumn(of)}`;

/** What lies at the left and the right of a plane that is not mirrored. */
const SIDES: Readonly<Record<Plane, readonly [string, string]>> = {
  axial: ["L", "R"],
  coronal: ["L", "R"],
  sagittal: ["P", "A"],
};

/** What every result is shown beside: the cheapest interpolation, and what gains are counted from. */
const PLAIN: readonly string[] = [INTERPOLATIONS[0], BASELINE];

const CENTRE = { x: 0.5, y: 0.5 };
const CENTRED = { axial: CENTRE, coronal: CENTRE, sagittal: CENTRE };
/** Magnification of the insets. */
const INSET_ZOOM = 3;

function Figure({ pictures }: { pictures: EvaluationPictures }) {
  const names = pictures.methods.map(({ name }) => name);
  const [third, setThird] = useState(names.at(-1) ?? "");
  const [isError, setIsError] = useState(false);
  const [insets, setInsets] = useState<Readonly<Record<Plane, Inset>>>(CENTRED);
  const isRadiological = useView((view) => view.radiological);
  const planesOf = (name: string) => pictures.methods.find((method) => method.name === name)?.planes;
  const columns = [...PLAIN, third].filter((name, i, all) => planesOf(name) && all.indexOf(name) === i);
  const limit = useMemo(() => errorLimit(pictures), [pictures]);
  const window = useMemo(() => displayWindow(pictures.original.axial.data), [pictures]);
  const cell = (name: string, plane: Plane, planes: PlaneImages, original?: PlaneImages) => (
    <td key={name}>
      <PictureCanvas
        label={`${name}, ${plane}${original ? ", error" : ""}`}
        image={planes[plane]}
        original={original?.[plane]}
        limit={limit}
        window={window}
        inset={insets[plane]}
        zoom={INSET_ZOOM}
        sides={pictures.orientationKnown ? SIDES[plane] : undefined}
        isMirrored={isRadiological && plane !== "sagittal"}
        onInset={(inset) => setInsets((now) => ({ ...now, [plane]: inset }))}
      />
    </td>
  );
  return (
    <>
      <div className="row wrap evaluate-line">
        <label>
          Compare <Select value={third} options={names.map((name) => [name, methodLabel(name)])} onChange={setThird} />
        </label>
        <Check label="Error maps" isChecked={isError} onToggle={() => setIsError(!isError)} />
        {isError && (
          <span className="evaluate-scale">
            result − original: −{limit.toFixed(2)} <i aria-hidden="true" /> +{limit.toFixed(2)} of the 99.9th percentile
          </span>
        )}
      </div>
      <table className="evaluate-pictures">
        <thead>
          <tr>
            <th scope="col">Original</th>
            {columns.map((name) => (
              <th key={name} scope="col">
                <bdi>{methodLabel(name)}</bdi>
                {!PLAIN.includes(name) && <span className="warn"> — computed</span>}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {PLANES.map((plane) => (
            <tr key={plane}>
              {cell("Original", plane, pictures.original)}
              {columns.map((name) =>
                cell(methodLabel(name), plane, planesOf(name) as PlaneImages, isError ? pictures.original : undefined),
              )}
            </tr>
          ))}
        </tbody>
      </table>
      <p className="muted note">
        One window for all, in units of the 99.9th percentile: {window[0].toFixed(2)} black, {window[1].toFixed(2)}{" "}
        white. Planes through the middle of what is not 0. Voxels are drawn as they are, nothing is smoothed. The frame
        is shown {INSET_ZOOM}× larger at the lower right; click, or use the arrow keys, to move it in all pictures of a
        plane.
      </p>
    </>
  );
}
