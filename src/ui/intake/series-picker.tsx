/** Which of the series in files are to be opened; and what was found besides them. */

import { type KeyboardEvent, useState } from "react";
import { openPicked } from "../../state/intake-actions";
import { closePicker, forgetIntake, type Intake, openIds, pickedIntake, useIntake } from "../../state/intake-store";
import { useSeries } from "../../state/series-store";
import { t } from "../../text/text";
import { Button } from "../common/button";
import { Modal } from "../common/modal";
import { Fold } from "./fold";
import { chosenAtFirst, ofRank } from "./pick";
import { SeriesRow } from "./series-row";
import { NoImages, SkippedFiles } from "./skipped-files";

export function SeriesPicker() {
  const intake = useIntake(pickedIntake);
  return (
    // Another dialog for the files that come next, with its own focus.
    <Modal
      key={intake?.id}
      title={t("Series in these files")}
      isOpen={intake !== undefined}
      className="picker"
      onClose={closePicker}
    >
      {intake && <Picker intake={intake} />}
    </Modal>
  );
}

function Picker({ intake }: { intake: Intake }) {
  const { id: surveyId, name, files, series, refused } = intake;
  const open = openIds(
    surveyId,
    useSeries((state) => state.series),
  );
  const [chosen, setChosen] = useState(() => chosenAtFirst(series, open));
  const [images, minor, none] = [ofRank(series, "image"), ofRank(series, "minor"), ofRank(series, "none")];
  const toggle = (id: string) =>
    setChosen(chosen.includes(id) ? chosen.filter((other) => other !== id) : [...chosen, id]);
  const rows = (some: typeof series) =>
    some.map((one) => (
      <SeriesRow
        key={one.id}
        surveyId={surveyId}
        series={one}
        isOpen={open.includes(one.id)}
        isChosen={chosen.includes(one.id)}
        onToggle={() => toggle(one.id)}
      />
    ));
  const openThem = () => {
    if (chosen.length === 0) return;
    closePicker();
    // In the order of the list, whatever the order of choosing.
    const ids = series.filter(({ id }) => chosen.includes(id)).map(({ id }) => id);
    void openPicked(surveyId, ids);
  };
  return (
    <form
      className="picker-form"
      onKeyDown={moveFocus}
      onSubmit={(event) => {
        event.preventDefault();
        openThem();
      }}
    >
      <p className="muted">
        <bdi>{name}</bdi> · {t("{count, plural, one {# file} other {# files}}", { count: files })}
      </p>
      <div className="picker-list">
        {images.length > 0 && <ul aria-label={t("Images")}>{rows(images)}</ul>}
        {minor.length > 0 && (
          <Fold
            title={t("Localizers and others: {count}", { count: minor.length })}
            part="minor"
            isOpen={images.length === 0}
          >
            <ul aria-label={t("Localizers and others")}>{rows(minor)}</ul>
          </Fold>
        )}
        {none.length > 0 && <NoImages series={none} />}
        {refused.length > 0 && <SkippedFiles refused={refused} />}
      </div>
      <div className="row picker-foot">
        <Button
          label={t("Forget these files")}
          kind="quiet"
          title={t("What is open of them stays open.")}
          onClick={() => forgetIntake(surveyId)}
        />
        <Button
          type="submit"
          kind="primary"
          disabled={chosen.length === 0}
          label={t("Open {count, plural, one {# series} other {# series}}", { count: chosen.length })}
        />
      </div>
    </form>
  );
}

/** Arrows, Home and End go from row to row. */
function moveFocus(event: KeyboardEvent<HTMLElement>): void {
  const stops = [
    ...event.currentTarget.querySelectorAll<HTMLElement>("input:not(:disabled), .picker-fold > summary"),
  ].filter((element) => element.getClientRects().length > 0);
  const at = stops.indexOf(event.target as HTMLElement);
  const to: Record<string, number> = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: stops.length - 1 };
  const next = stops[to[event.key] ?? -1];
  if (at < 0 || !next) return;
  event.preventDefault();
  next.focus();
}
