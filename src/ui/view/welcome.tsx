/** What an empty page says. */

import { OpenButtons } from "../open-buttons";

export function Welcome() {
  return (
    <section className="welcome" aria-label="Start">
      <h1>Sharper MRI, on your own GPU</h1>
      <p className="lead">
        Drop a NIfTI scan anywhere on this window. Eigenvox upsamples it with filters learned from high-resolution
        brains and shows the original, plain interpolation and the super-resolved volume side by side.
      </p>
      <OpenButtons />
      <p className="muted">
        .nii and .nii.gz, one 3-D scan at a time. The sample is a synthetic head: no patient data.
      </p>
    </section>
  );
}
