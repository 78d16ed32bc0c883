"""Runs what lies beside it: `npm run test:nipype`, or `python3 -m unittest` in this folder."""

import gzip
import importlib.util
import json
import struct
import tempfile
import unittest
from pathlib import Path

import eigenvox

HAS_NIPYPE = importlib.util.find_spec("nipype") is not None


def write_scan(path, n=24, brightest=100.0):
    """A ball on a grid of n³ voxels of 2 mm, as NIfTI; returns the path."""
    header = bytearray(352)
    struct.pack_into("<i", header, 0, 348)
    struct.pack_into("<8h", header, 40, 3, n, n, n, 1, 1, 1, 1)
    struct.pack_into("<2h", header, 70, 16, 32)
    struct.pack_into("<8f", header, 76, 1, 2, 2, 2, 0, 0, 0, 0)
    struct.pack_into("<f2f", header, 108, 352, 1, 0)
    header[123] = 2
    struct.pack_into("<2h", header, 252, 0, 1)
    for axis in range(3):
        struct.pack_into("<4f", header, 280 + 16 * axis, *[2.0 if i == axis else 0.0 for i in range(3)], -n)
    header[344:348] = b"n+1\0"
    centre = (n - 1) / 2
    squares = [(i - centre) ** 2 for i in range(n)]
    voxels = [brightest if x + y + z < (n / 3) ** 2 else 0.0 for z in squares for y in squares for x in squares]
    Path(path).write_bytes(header + struct.pack(f"<{n ** 3}f", *voxels))
    return str(path)


class InFolder(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)


class TheBridge(InFolder):
    def test_gives_lines_and_the_result(self):
        lines = []
        scan = write_scan(self.folder / "ball.nii")
        args = ["degrade", scan, "-o", self.folder / "low.nii", "--factor", 2, "--device", "cpu"]
        result = eigenvox.run(*args, on_line=lines.append)
        self.assertEqual(result["dims"], [12, 12, 12])
        self.assertEqual([line["fraction"] for line in lines if line["type"] == "progress"][-1], 1)
        self.assertGreater(Path(result["files"]["output"]).stat().st_size, 12**3 * 4)

    def test_raises_what_is_refused_by_its_code(self):
        (self.folder / "text.nii").write_text("no image " * 99)
        with self.assertRaises(eigenvox.EigenvoxError) as caught:
            eigenvox.run("degrade", self.folder / "text.nii", "-o", self.folder / "low.nii", "--factor", 2)
        self.assertEqual((caught.exception.code, caught.exception.exit_code), ("E_NOT_NIFTI", 3))

    def test_ends_the_command_with_whom_it_is_told(self):
        scan = write_scan(self.folder / "ball.nii")
        bank = self.folder / "bank"
        args = ["train", scan, "-o", bank, "--factor", 2, "--method", "paper", "--device", "cpu"]
        kinds = []

        def stop(line):
            kinds.append(line["type"])
            if line["type"] == "progress":
                raise KeyboardInterrupt()

        with self.assertRaises(KeyboardInterrupt):
            eigenvox.run(*args, on_line=stop)
        self.assertEqual(kinds[-1], "progress")
        self.assertFalse(bank.exists())


@unittest.skipUnless(HAS_NIPYPE, "nipype is not installed: npm run test:nipype installs it on Debian")
class TheInterface(InFolder):
    def setUp(self):
        super().setUp()
        from eigenvox_nipype import Upscale
        from nipype import Node

        self.node = Node(Upscale(device="cpu"), name="finer", base_dir=str(self.folder))

    def test_makes_a_scan_finer_in_a_node(self):
        # Values that no scan has: a notice.
        self.node.inputs.in_file = write_scan(self.folder / "ball.nii", brightest=1e30)
        outputs = self.node.run().outputs
        with gzip.open(outputs.out_file) as file:
            self.assertEqual(struct.unpack_from("<4h", file.read(348), 40), (3, 48, 48, 48))
        self.assertTrue(json.loads(Path(outputs.sidecar).read_text())["Computed"])
        self.assertTrue(any(notice.startswith("W_RANGE ") for notice in outputs.notices))

    def test_fails_as_nodes_fail(self):
        self.node.inputs.in_file = write_scan(self.folder / "ball.nii")
        self.node.inputs.factor = "5"
        with self.assertRaises(Exception) as caught:
            self.node.run()
        self.assertIn("E_ARGUMENT", str(caught.exception))


if __name__ == "__main__":
    unittest.main()
