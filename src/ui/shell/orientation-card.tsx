/** Asks once which side of the screen the patient's right is on; the images can be looked at meanwhile. */

import { changePrefs, usePrefs } from "../../state/prefs-store";
import { useSeries } from "../../state/series-store";
import { t } from "../../text/text";
import { Button } from "../common/button";

export function OrientationCard() {
  const isAsked = usePrefs((prefs) => prefs.radiological === undefined && prefs.noticeRead);
  const isKnown = useSeries(({ series }) =>
    series.some(({ kind, orientationKnown }) => kind === "scan" && orientationKnown),
  );
  if (!isAsked || !isKnown) return null;
  const choose = (radiological: boolean) => changePrefs({ radiological });
  return (
    <section className="raised orientation-card" aria-labelledby="orientation-question">
      <h2 id="orientation-question">{t("On which side of the screen is the patient’s right?")}</h2>
      <div className="row wrap">
        <Button label={t("Radiological: R on the left")} onClick={() => choose(true)} />
        <Button label={t("Neurological: L on the left")} onClick={() => choose(false)} />
      </div>
      <p className="muted note">{t("H changes it later.")}</p>
    </section>
  );
}
