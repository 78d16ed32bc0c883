/** Training: what to learn from and how on the left, the run and what comes of it on the right. */

import { methodOf, useSession } from "../../state/session-store";
import { useTraining } from "../../state/training-store";
import { t } from "../../text/text";
import { BanksSection } from "./banks-section";
import { KeptSection } from "./kept-section";
import { ResultSection } from "./result-section";
import { RunBar } from "./run-bar";
import { RunningSection } from "./running-section";
import { SettingsSection } from "./settings-section";
import { SumsSection } from "./sums-section";
import { VolumesSection } from "./volumes-section";

export function TrainPanel() {
  const isRunning = useTraining(({ run }) => run !== undefined);
  const isFresh = useTraining(({ run, report }) => !run && !report);
  const method = useTraining(({ settings }) => settings.method);
  const keepsSums = useSession(({ methods }) => methodOf(methods, method)?.keepsSums === true);
  const showsSums = useTraining(({ sums }) => keepsSums || sums.length > 0);
  const announcement = useTraining((state) => state.announcement);
  return (
    <>
      <h1 className="visually-hidden">{t("Train")}</h1>
      <span className="visually-hidden" role="status">
        {announcement}
      </span>
      <div className="setup">
        <fieldset className="inputs" disabled={isRunning} tabIndex={isRunning ? 0 : undefined}>
          <legend className="visually-hidden">{t("What to train")}</legend>
          <KeptSection />
          <VolumesSection />
          <SettingsSection />
        </fieldset>
        <RunBar />
      </div>
      <div className="results">
        {isFresh && <Introduction />}
        <RunningSection />
        <ResultSection />
        {/* What can be done with them waits for the end of the run anyway, and would be pushed about by its pictures. */}
        {!isRunning && (
          <>
            <BanksSection />
            {showsSums && <SumsSection />}
          </>
        )}
      </div>
    </>
  );
}

function Introduction() {
  return (
    <section className="section stack" aria-labelledby="train-about">
      <h2 id="train-about">{t("Train filters on your own scans")}</h2>
      <p>
        {t(
          "Add high-resolution volumes like the ones you want sharper. Each is made coarse in the way you choose, and the filters that best bring the original back are learned on this computer. Nothing is uploaded.",
        )}
      </p>
      <p className="muted">
        {t(
          "With two volumes or more, one is held out: it takes no part in learning and shows whether the new bank is better than plain interpolation.",
        )}
      </p>
    </section>
  );
}
