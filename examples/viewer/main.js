/** Two viewers: the first with a bank of filters and a scan of one's own, the second with an interpolation for comparison. */

import bank from "eigenvox/banks/folded-2x-box.safetensors?url";
import "eigenvox/viewer-element";

const viewers = [...document.querySelectorAll("eigenvox-viewer")];
viewers[0].setAttribute("bank", bank);
document.getElementById("file").onchange = ({ target }) => {
  viewers[0].file = target.files[0];
};

const told = viewers.map(() => "");
for (const [i, viewer] of viewers.entries()) {
  const tell = (text) => {
    told[i] = text;
    document.getElementById("told").textContent = told.every(Boolean) ? told.join("") : "";
  };
  viewer.addEventListener("result", ({ detail: { output, provenance } }) =>
    tell(`${output.dims.join("×")} voxels, ${provenance.method}; `),
  );
  viewer.addEventListener("error", ({ detail }) => tell(`${detail.code}: ${detail.message}`));
}
