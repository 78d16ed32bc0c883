/** How images are drawn and handled: what the person chose once and finds again. */

import { autoWindow, resetView } from "../../state/actions";
import { setLayout } from "../../state/layout";
import { changePrefs, DEFAULT_PREFS, isRadiological, usePrefs } from "../../state/prefs-store";
import { t } from "../../text/text";
import { Button } from "../common/button";
import { Check } from "../common/check";
import { Segments } from "../common/segments";
import { InspectorSection } from "./section";

export function DisplaySection() {
  return (
    <InspectorSection section="display" title={t("Display")}>
      <div className="stack">
        <Choices />
        <Checks />
        <FileNames />
        <Resets />
      </div>
    </InspectorSection>
  );
}

function Choices() {
  const { mouse, axes, smooth, overlays } = usePrefs();
  return (
    <div className="display-choices">
      <span>{t("Mouse")}</span>
      <Segments
        name="mouse"
        legend={t("Mouse")}
        choices={[
          ["neuro", t("Neuro"), t("Left: crosshair. Right: window.")],
          ["radiology", t("Radiology"), t("Left: window. Right: zoom.")],
        ]}
        value={mouse}
        onChange={(chosen) => changePrefs({ mouse: chosen })}
      />
      <span>{t("Planes along")}</span>
      <Segments
        name="axes"
        legend={t("Planes along")}
        choices={[
          ["scan", t("the scan")],
          ["scanner", t("the scanner")],
        ]}
        value={axes}
        onChange={(chosen) => changePrefs({ axes: chosen })}
      />
      <span>{t("Magnified voxels")}</span>
      <Segments
        name="smooth"
        legend={t("Magnified voxels")}
        choices={[
          ["nearest", t("nearest"), t("Each voxel as a block")],
          ["linear", t("linear"), t("Interpolated on the screen; the data stay as they are")],
        ]}
        value={smooth ? "linear" : "nearest"}
        onChange={(filter) => changePrefs({ smooth: filter === "linear" })}
      />
      <span>{t("Texts on images")}</span>
      <Segments
        name="overlays"
        legend={t("Texts on images")}
        choices={[
          ["all", t("all")],
          ["essential", t("few")],
          ["none", t("none"), t("Computed images stay marked")],
        ]}
        value={overlays}
        onChange={(chosen) => changePrefs({ overlays: chosen })}
      />
    </div>
  );
}

function Checks() {
  const prefs = usePrefs();
  const { noseLeft, showCrosshair } = prefs;
  const radiological = isRadiological(prefs);
  return (
    <div className="stack display-checks">
      <Check
        label={t("Patient's right on the left (radiological)")}
        isChecked={radiological}
        onToggle={() => changePrefs({ radiological: !radiological })}
      />
      <Check
        label={t("Nose to the left in sagittal planes")}
        isChecked={noseLeft}
        onToggle={() => changePrefs({ noseLeft: !noseLeft })}
      />
      <Check
        label={t("Crosshair")}
        isChecked={showCrosshair}
        onToggle={() => changePrefs({ showCrosshair: !showCrosshair })}
      />
    </div>
  );
}

function FileNames() {
  const keepNames = usePrefs((prefs) => prefs.keepNames);
  return (
    <div>
      <Check
        label={t("Keep scan names in saved files' names")}
        isChecked={keepNames}
        onToggle={() => changePrefs({ keepNames: !keepNames })}
      />
      <p className={keepNames ? "warn note" : "muted note"}>
        {keepNames
          ? t("A scan's name can be a patient's: check it before you pass files on.")
          : t("Files are named without the scan's name, which can be a patient's.")}
      </p>
    </div>
  );
}

/** Language, theme and what was asked once are no part of how images look: they stay. */
const { mouse, radiological, noseLeft, axes, smooth, overlays, showCrosshair, links, layout, plane } = DEFAULT_PREFS;

function Resets() {
  const resetLayout = () => {
    setLayout(layout);
    changePrefs({ plane });
  };
  const resetAll = () => {
    resetLayout();
    changePrefs({ mouse, radiological, noseLeft, axes, smooth, overlays, showCrosshair, links });
    resetView();
    autoWindow();
  };
  return (
    <fieldset className="row tight wrap">
      <legend className="muted">{t("Reset")}</legend>
      <Button label={t("View")} kind="small" title={t("Fit, and crosshair in the middle")} onClick={resetView} />
      <Button label={t("Window")} kind="small" onClick={() => autoWindow()} />
      <Button label={t("Layout")} kind="small" onClick={resetLayout} />
      <Button label={t("All")} kind="small" title={t("All of this section too")} onClick={resetAll} />
    </fieldset>
  );
}
