/** What came of the last run, and what to do with it. */

import { formatFactor } from "../../core/volume";
import { chooseBank, keepBank } from "../../state/bank-actions";
import { useSession } from "../../state/session-store";
import { continueFromSums } from "../../state/sums-actions";
import { useTraining } from "../../state/training-store";
import type { BankEntry } from "../../worker/protocol";
import type { TrainedReport } from "../../worker/training-protocol";
import { formatSeconds, formatSmall } from "../format";
import { FilterGallery } from "./filter-gallery";
import { PopulationMap, ResidualMap } from "./population-map";
import { saveBank, saveSums } from "./save-files";

export function ResultSection() {
  const report = useTraining((state) => (state.run ? undefined : state.report));
  if (!report) return null;
  const { metadata, hash, seconds, worstResidual } = report;
  return (
    <section className="train-section" aria-labelledby="train-result">
      <h2 id="train-result">
        New bank: <bdi>{metadata.title}</bdi>
      </h2>
      <p className="muted">
        {formatFactor(metadata.factor)} · {metadata.degradation} · {metadata.patch[0]}³ ·{" "}
        {metadata.trainingRows.toLocaleString("en")} rows · trained in {formatSeconds(seconds)} · largest residual{" "}
        {formatSmall(worstResidual)} · SHA-256 {hash.slice(0, 12)}
      </p>
      <Actions report={report} />
      <Scores report={report} />
      <Shrinkage report={report} />
      <FilterGallery key={hash} report={report} />
      <div className="pictures">
        <PopulationMap classRows={report.classRows} />
        <ResidualMap classRows={report.classRows} residual={report.classResidual} />
      </div>
    </section>
  );
}

function Actions({ report }: { report: TrainedReport }) {
  const bank = useSession(({ banks }) => banks?.find(({ id }) => id === report.bank.id));
  const hasSums = useTraining(({ sums }) => sums.some(({ id }) => id === report.sums.id));
  return (
    <div className="button-row">
      <button type="button" className="button primary" disabled={!bank} onClick={() => bank && viewWith(bank)}>
        Use this bank
      </button>
      <button type="button" className="button" disabled={!bank} onClick={() => bank && void saveBank(bank)}>
        Save bank
      </button>
      <button
        type="button"
        className="button"
        disabled={!bank || bank.isKept}
        onClick={() => bank && void keepBank(bank)}
      >
        {bank?.isKept ? "Kept in this browser" : "Keep bank in this browser"}
      </button>
      <button type="button" className="button" disabled={!hasSums} onClick={() => void saveSums(report.sums)}>
        Save accumulators
      </button>
      <button type="button" className="button" disabled={!hasSums} onClick={() => continueFromSums(report.sums)}>
        Add more volumes
      </button>
    </div>
  );
}

/** To the viewer, with the bank chosen. */
export function viewWith(bank: BankEntry): void {
  chooseBank(bank);
  useSession.setState({ panel: "view" });
}

function Scores({ report: { scores } }: { report: TrainedReport }) {
  if (scores.length === 0) {
    return <p className="muted">No volume was held out, so this bank has not been judged.</p>;
  }
  return (
    <table className="numbers">
      <caption>Held-out volumes: made coarse, made fine again, compared with the original</caption>
      <thead>
        <tr>
          <th scope="col">Volume</th>
          <th scope="col">Method</th>
          <th scope="col">PSNR mask</th>
          <th scope="col">PSNR box</th>
          <th scope="col">SSIM mask</th>
          <th scope="col">SSIM box</th>
        </tr>
      </thead>
      {scores.map(({ volume, scores: methods }) => (
        <tbody key={volume}>
          {methods.map(({ name, psnr, ssim }, i) => (
            <tr key={name} className={name === "new bank" ? "new-bank" : ""}>
              {i === 0 && (
                <th scope="rowgroup" rowSpan={methods.length} title={volume}>
                  <bdi>{volume}</bdi>
                </th>
              )}
              <th scope="row">{name}</th>
              <td>{psnr.masked.toFixed(2)} dB</td>
              <td>{psnr.box.toFixed(2)} dB</td>
              <td>{ssim.masked.toFixed(4)}</td>
              <td>{ssim.box.toFixed(4)}</td>
            </tr>
          ))}
        </tbody>
      ))}
    </table>
  );
}

function Shrinkage({ report: { shrink } }: { report: TrainedReport }) {
  const rows = `${Math.round(shrink.rows).toLocaleString("en")} rows`;
  if (shrink.tried.length === 0) return <p>Every class is pulled towards the global filter with {rows}, as given.</p>;
  return (
    <table className="numbers">
      <caption>
        Pull towards the global filter: {rows}, the best of these on {shrink.heldOutRows.toLocaleString("en")} held-out
        voxels
      </caption>
      <tbody>
        <tr>
          <th scope="row">Rows</th>
          {shrink.tried.map(({ rows: tried }) => (
            <td key={tried} className={tried === shrink.rows ? "best" : ""}>
              {tried === shrink.rows && "✓ "}
              {Math.round(tried).toLocaleString("en")}
            </td>
          ))}
        </tr>
        <tr>
          <th scope="row">Mean squared error</th>
          {shrink.tried.map(({ rows: tried, error }) => (
            <td key={tried} className={tried === shrink.rows ? "best" : ""}>
              {error.toExponential(3)}
            </td>
          ))}
        </tr>
      </tbody>
    </table>
  );
}
