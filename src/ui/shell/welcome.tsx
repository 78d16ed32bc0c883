/** What an empty page shows: what it does, on a real head, and the ways in. */

import { type CSSProperties, useState } from "react";
import { openSample } from "../../state/intake-actions";
import { useSession } from "../../state/session-store";
import { t } from "../../text/text";
import { Button } from "../common/button";
import { IntakeWelcomeButtons } from "../intake/intake-buttons";
import { pickFiles } from "./file-inputs";
import { openDialog } from "./shell-store";

export function Welcome() {
  const device = useSession((session) => session.device);
  return (
    <section className="welcome" aria-label={t("Start")}>
      <div className="stack welcome-texts">
        <h2>{t("Sharper MRI, on your own computer")}</h2>
        <p className="lead">
          {t(
            "Drop a scan, a folder or a DICOM CD anywhere on this window. Eigenvox makes it finer with filters learned from high-resolution brains, shows what it changed, and lets you judge.",
          )}
        </p>
        <div className="row wrap">
          <Button label={t("Open files")} kind="primary" onClick={() => pickFiles("files")} />
          <Button label={t("Open folder")} onClick={() => pickFiles("folder")} />
          <Button label={t("Try a sample")} onClick={() => void openSample()} />
        </div>
        <IntakeWelcomeButtons />
        <p className="muted">
          {t(
            "DICOM with or without file endings, in folders or ZIP archives; NIfTI, MGH, NRRD and MetaImage; several at a time, 4-D too. The sample is a synthetic head: no patient data.",
          )}
        </p>
        <p className="muted">
          {t("Images stay on this computer. This page sends nothing.")}{" "}
          <button type="button" className="link" onClick={() => openDialog("privacy")}>
            {t("How to check")}
          </button>
        </p>
        <p className="muted">{t("Research software, not a medical device: not for diagnosis.")}</p>
        {device?.available === false && (
          <p className="warn">
            {t("This browser cannot compute; viewing works.")}{" "}
            <button type="button" className="link" onClick={() => openDialog("gpu")}>
              {t("Why")}
            </button>
          </p>
        )}
      </div>
      <BeforeAfter />
    </section>
  );
}

/** Two pictures of one slice, under a curtain that the person moves. */
function BeforeAfter() {
  const [at, setAt] = useState(50);
  const [isMissing, setIsMissing] = useState(false);
  if (isMissing) return null;
  const miss = () => setIsMissing(true);
  return (
    <figure className="before-after" style={{ "--at": `${at}%` } as CSSProperties}>
      <div className="before-after-pictures">
        <img src="./pictures/welcome-after.webp" alt={t("The same slice, super-resolved")} onError={miss} />
        <img
          className="before"
          src="./pictures/welcome-before.webp"
          alt={t("A slice of a brain as it was scanned")}
          onError={miss}
        />
        <span className="before-after-line" aria-hidden="true" />
        <input
          type="range"
          min={0}
          max={100}
          value={at}
          aria-label={t("Curtain between before and after")}
          onChange={(event) => setAt(event.currentTarget.valueAsNumber)}
        />
      </div>
      <figcaption className="spread muted note">
        <span>{t("Scan made coarse, 1.6 mm")}</span>
        <span className="warn">{t("Super-resolved to 0.8 mm, computed")}</span>
      </figcaption>
    </figure>
  );
}
