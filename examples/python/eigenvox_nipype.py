"""A nipype interface: `eigenvox upscale` as a node of a workflow. Needs nipype 1.8 or newer.

    finer = Node(Upscale(factor="2", quality="fine"), name="finer")
    finer.inputs.in_file = "sub-01_T1w.nii.gz"
    finer.run().outputs.out_file
"""

import os

import eigenvox
from nipype import logging
from nipype.interfaces.base import BaseInterfaceInputSpec, File, SimpleInterface, TraitedSpec, traits

LOG = logging.getLogger("nipype.interface")


class UpscaleInputSpec(BaseInterfaceInputSpec):
    in_file = File(exists=True, mandatory=True, desc="a scan: NIfTI, MGH, NRRD, MetaImage, or a ZIP archive of DICOM")
    factor = traits.Str("2", usedefault=True, desc="2, 3, 4, or one number per axis, as in 1,1,2")
    quality = traits.Enum("fast", "fine", "finest", usedefault=True, desc="how good it is to be, and how slow")
    device = traits.Enum("auto", "gpu", "cpu", "software", usedefault=True, desc="what computes")


class UpscaleOutputSpec(TraitedSpec):
    out_file = File(exists=True, desc="the result: computed, not acquired")
    sidecar = File(exists=True, desc="how it came to be, as BIDS has it of derivatives")
    notices = traits.List(traits.Str, desc="what must be known of the scan and the result, codes first")


class Upscale(SimpleInterface):
    """Makes a scan finer, and logs its progress a tenth at a time."""

    input_spec = UpscaleInputSpec
    output_spec = UpscaleOutputSpec

    def _run_interface(self, runtime):
        path = os.path.join(runtime.cwd, "finer")
        notices = []
        tenths = 0

        def on_line(line):
            nonlocal tenths
            if line["type"] == "notice":
                notices.append(f"{line['code']} {line['text']}")
                LOG.warning("%s", notices[-1])
            elif line["type"] == "progress" and line["fraction"] * 10 >= tenths + 1:
                tenths = int(line["fraction"] * 10)
                LOG.info("%s: %d %%", line["stage"], 10 * tenths)

        inputs = self.inputs
        options = ["--factor", inputs.factor, "--quality", inputs.quality, "--device", inputs.device]
        files = ["-o", f"{path}.nii.gz", "--sidecar", f"{path}.json"]
        result = eigenvox.run("upscale", inputs.in_file, *files, *options, on_line=on_line)
        self._results.update(
            out_file=result["files"]["output"], sidecar=result["files"]["sidecar"], notices=notices
        )
        return runtime
