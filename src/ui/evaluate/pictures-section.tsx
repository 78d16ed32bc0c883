/** Pictures of the results, as in the paper's Fig. 3, and where they err. */

import { useMemo, useState } from "react";
import { displayWindow } from "../../core/intensity";
import type { PlaneImages } from "../../core/planes";
import { PLANES, type Plane } from "../../core/view";
import type { Evaluation, EvaluationRow } from "../../jobs/evaluate/rows";
import { formatColumn } from "../../jobs/evaluate/summary";
import { BASELINE } from "../../methods/interpolation/names";
import type { EvaluationCase, EvaluationPictures } from "../../session/evaluation-wire";
import { showPictures } from "../../state/evaluation-actions";
import { useEvaluation } from "../../state/evaluation-store";
import { isRadiological, usePrefs } from "../../state/prefs-store";
import { t } from "../../text/text";
import { Check } from "../common/check";
import { Select } from "../common/select";
import { bestBesideBaseline } from "./best-method";
import { errorLimit, type Inset, PictureCanvas } from "./picture-canvas";
import { useLabels } from "./use-labels";

export function PicturesSection({ evaluation }: { evaluation: Evaluation }) {
  const shown = useEvaluation((state) => state.shown);
  const pictures = useEvaluation((state) => state.pictures);
  const cases = new Map(evaluation.rows.map((row) => [caseName(row), row]));
  return (
    <section className="section stack" aria-labelledby="evaluate-pictures">
      <header className="row wrap evaluate-head">
        <h2 id="evaluate-pictures">{t("Pictures")}</h2>
        <Select
          label={t("Volume")}
          value={shown ? caseName(shown) : ""}
          options={[...cases.keys()].map((name) => [name, name])}
          onChange={(name) => void showPictures(cases.get(name) as EvaluationRow)}
        />
      </header>
      {pictures && shown ? (
        <Figure key={caseName(shown)} pictures={pictures} best={bestBesideBaseline(evaluation.rows, shown)} />
      ) : (
        <p className="muted">{t("Fetching…")}</p>
      )}
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

const CENTRE = { x: 0.5, y: 0.5 };
const CENTRED = { axial: CENTRE, coronal: CENTRE, sagittal: CENTRE };
/** Magnification of the insets. */
const INSET_ZOOM = 3;

interface FigureProps {
  readonly pictures: EvaluationPictures;
  /** What is shown beside tricubic interpolation at first. */
  readonly best: string | undefined;
}

function Figure({ pictures, best }: FigureProps) {
  const labelOf = useLabels();
  const names = pictures.methods.map(({ name }) => name);
  const [compared, setCompared] = useState<readonly string[]>(() => {
    const plain = names.includes(BASELINE) ? BASELINE : names[0];
    return [plain ?? "", best !== undefined && names.includes(best) ? best : (names.at(-1) ?? "")];
  });
  const [isError, setIsError] = useState(false);
  const [insets, setInsets] = useState<Readonly<Record<Plane, Inset>>>(CENTRED);
  const radiological = usePrefs(isRadiological);
  const planesOf = (name: string) => pictures.methods.find((method) => method.name === name)?.planes;
  const columns = compared.filter((name, i, all) => planesOf(name) && all.indexOf(name) === i);
  const limit = useMemo(() => errorLimit(pictures), [pictures]);
  const window = useMemo(() => displayWindow(pictures.original.axial.data), [pictures]);
  const cell = (name: string, plane: Plane, planes: PlaneImages, original?: PlaneImages) => (
    <td key={name}>
      <PictureCanvas
        label={
          original
            ? t("{name}, {plane}, error", { name, plane: planeWord(plane) })
            : t("{name}, {plane}", { name, plane: planeWord(plane) })
        }
        image={planes[plane]}
        original={original?.[plane]}
        limit={limit}
        window={window}
        inset={insets[plane]}
        zoom={INSET_ZOOM}
        sides={pictures.orientationKnown ? SIDES[plane] : undefined}
        isMirrored={radiological && plane !== "sagittal"}
        onInset={(inset) => setInsets((now) => ({ ...now, [plane]: inset }))}
      />
    </td>
  );
  return (
    <>
      <div className="row wrap evaluate-line">
        {compared.map((chosen, i) => (
          // Two menus that always stand in this order.
          // biome-ignore lint/suspicious/noArrayIndexKey: see above
          <label key={i}>
            {i === 0 ? t("Compare") : t("with")}{" "}
            <Select
              value={chosen}
              options={names.map((name) => [name, labelOf(name)])}
              onChange={(name) => setCompared(compared.map((other, at) => (at === i ? name : other)))}
            />
          </label>
        ))}
        <Check label={t("Error maps")} isChecked={isError} onToggle={() => setIsError(!isError)} />
        <span className="evaluate-scale" hidden={!isError}>
          {t("result − original:")} −{limit.toFixed(2)} <i aria-hidden="true" /> +{limit.toFixed(2)}{" "}
          {t("of the original’s range")}
        </span>
      </div>
      <table className="evaluate-pictures">
        <caption className="visually-hidden">{t("Three planes of the original and of the compared methods")}</caption>
        <thead>
          <tr>
            <th scope="col">{t("Original")}</th>
            {columns.map((name) => (
              <th key={name} scope="col">
                <bdi>{labelOf(name)}</bdi>
                {name === best && <span className="muted"> {t("· best here")}</span>}
                <span className="warn"> {t("· computed")}</span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {PLANES.map((plane) => (
            <tr key={plane}>
              {cell(t("Original"), plane, pictures.original)}
              {columns.map((name) =>
                cell(labelOf(name), plane, planesOf(name) as PlaneImages, isError ? pictures.original : undefined),
              )}
            </tr>
          ))}
        </tbody>
      </table>
      <p className="muted note">
        {t(
          "One window for all, as shares of the original’s range: {black} black, {white} white. Planes through the middle of the scan. The frame is shown {times}× larger at the lower right; click, or use the arrow keys, to move it in all pictures of a plane.",
          { black: window[0].toFixed(2), white: window[1].toFixed(2), times: INSET_ZOOM },
        )}
      </p>
    </>
  );
}

function planeWord(plane: Plane): string {
  const words: Readonly<Record<Plane, string>> = {
    axial: t("axial"),
    coronal: t("coronal"),
    sagittal: t("sagittal"),
  };
  return words[plane];
}
