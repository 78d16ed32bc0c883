#!/usr/bin/python3
"""Trains the small convolution network that works on the folded method's result.

How to run. Needs PyTorch 1.13 or newer and NumPy: on Debian `apt install python3-torch`. What it reads is written by
`npm run net:data`:

    npm run net:data -- SCANS -o DATA --factor 2
    npm run net:data -- OTHER_SCANS -o WATCHED --factor 2 --offsets 1 --voxels 1e9
    python3 src/tools/train-net.py DATA -o net.safetensors --watch WATCHED

or all but the watching by `npm run train:net -- SCANS FOLDER 2 box`.

Steps are counted, not timed, and what a step learns from depends on the seed and its number alone. The state is kept
beside the output every 500 steps; the same command with --resume goes on from there, with the same bits on the same
machine with as many threads, and one with further cycles, as in --steps 12000,12000, goes on with these. The output is
written as often. --start begins with the filters of a trained network: at a lower --rate for scans that were made in
another way, or with more --layers to go on learning. Smaller and faster: --width 16 --layers 3. Processors that have
bfloat16 take a third of the time with --bf16. Other factors need nothing but their data.

The network. Its channels on the coarse grid are the s³ sub-voxels of the folded result minus the coarse voxel, the
coarse voxel, and a plane that holds the standard deviation of the noise, all in the working units of the coarse scan.
Convolutions of 3³ without bias, ReLU between them; the last one gives s³ sub-voxels that are added to the folded
result. So f(a·x, a·noise) = a·f(x, noise) for a > 0. Where the largest of the 3³ coarse voxels is below GUARD the
folded result stays.

Learning. What a few patches ask of the weights is mostly noise, so patches are large, of which less is lost at their
sides. Neighbouring voxels are alike, so that the inputs of a filter are nearly one number: a step of Adam, which weighs
every weight by itself, moves this number by far too much before the rest has moved at all. Muon moves all directions of
a layer's weights alike.

The file. safetensors: `conv0`, `conv1`, …, float16, [out, in, z, y, x]; sub-voxel (x, y, z) of factor (sx, sy, sz) is
channel (z·sy + y)·sx + x.
"""

import argparse
import copy
import ctypes
import json
import os
import struct
import sys
import time

# A thread that waits must leave its core to others. Read when the library of threads is loaded, so before PyTorch.
os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")

import numpy as np
import torch
import torch.nn.functional as F

# Freed arrays are kept for the next step, which saves about a tenth of the time (glibc).
if sys.platform == "linux":
    for option in (-1, -3):  # M_TRIM_THRESHOLD, M_MMAP_THRESHOLD
        ctypes.CDLL(None).mallopt(option, 1 << 30)

PATCH = 32  # coarse voxels a side at the most; none are added around it
BATCH = 2
GUARD = 0.03  # in working units
DIFFERENCE = 16.0  # differences and noise are so much smaller than intensities; and what is added to the fold is small
OUTPUT = 0.1
OUTSIDE = 0.1  # weight of the background
LEAST_INSIDE = 0.1  # share of a patch's output that is inside the mask …
ANYWHERE = 1 / 8  # … but for this share of the patches
AS_IS = 0.5  # share of the patches from the scans' own voxels, where there are scans at fewer voxels too
CLEAN = 0.6  # share of the patches without added noise
WARM_UP = 200
MOMENTUM = 0.95
AVERAGING = 0.998
KEPT_EVERY = 500
WATCHED_EVERY = 1000


class Network(torch.nn.Module):
    """Convolutions over [batch, channel, z, y, x]; each takes a voxel off every side."""

    def __init__(self, channels):
        super().__init__()
        pairs = list(zip(channels, channels[1:]))
        self.weights = torch.nn.ParameterList(
            torch.randn(o, i, 3, 3, 3) * (2 / (27 * i)) ** 0.5 for i, o in pairs
        )
        gains = torch.full((channels[0], 1, 1, 1), DIFFERENCE)
        gains[channels[-1]] = 1  # the coarse voxel
        self.register_buffer("gains", gains, persistent=False)
        # Three quarters of the first filters do not see how bright the coarse voxels are, only how they differ.
        blind = torch.zeros(channels[1], channels[0], 1, 1, 1)
        blind[: 3 * channels[1] // 4, channels[-1]] = 1
        self.register_buffer("blind", blind, persistent=False)
        with torch.no_grad():
            self.weights[-1].mul_(0.1)  # all begins near the fold

    def filters(self):
        """As they are applied: the gains make inputs and outputs alike in size while they are learned."""
        first, *middle, last = self.weights
        first = first - self.blind * first.mean((2, 3, 4), keepdim=True)
        return [first * self.gains, *middle, last * OUTPUT]

    def start_from(self, filters):
        """From those of a trained network of the same channels; layers that it lacks let pass what they are given."""
        missing = len(self.weights) - len(filters)
        middle = len(filters) // 2
        passing = torch.zeros_like(self.weights[1])
        if missing > 0:
            torch.diagonal(passing[:, :, 1, 1, 1]).fill_(1)
        filters = [*filters[:middle], *[passing] * missing, *filters[middle:]]
        if [f.shape for f in filters] != [w.shape for w in self.weights]:
            raise ValueError("a network of other channels")
        first, *middle, last = filters
        with torch.no_grad():
            for weight, known in zip(self.weights, [first / self.gains, *middle, last / OUTPUT]):
                weight.copy_(known)

    def forward(self, x):
        *hidden, last = self.filters()
        for weight in hidden:
            x = F.relu(F.conv3d(x, weight), inplace=True)
        return F.conv3d(x, last)


class Muon(torch.optim.Optimizer):
    """Steps whose singular values are all about `rate`, weights taken as matrices [out, in·taps]: K. Jordan et al., Muon:
    an optimizer for hidden layers in neural networks, 2024, from which the polynomial's coefficients are."""

    def __init__(self, weights, rate):
        super().__init__(weights, {"lr": rate, "decay": 0.0})

    @torch.no_grad()
    def step(self):
        for group in self.param_groups:
            for weight in group["params"]:
                state = self.state[weight]
                mean = state.setdefault("mean", torch.zeros_like(weight))
                mean.lerp_(weight.grad, 1 - MOMENTUM)
                ahead = torch.lerp(weight.grad, mean, MOMENTUM).flatten(1)
                ahead /= ahead.norm() + 1e-12
                for _ in range(6):
                    square = ahead @ ahead.T
                    ahead = 3.4445 * ahead + (2.0315 * square @ square - 4.7750 * square) @ ahead
                weight.mul_(1 - group["lr"] * group["decay"])
                weight.sub_(group["lr"] * ahead.view_as(weight))


def sub_voxels(fine, factor):
    """[…, z·sz, y·sy, x·sx] to […, s³, z, y, x]; factor x, y, z."""
    sx, sy, sz = factor
    *rest, z, y, x = fine.shape
    parts = fine.reshape(*rest, z // sz, sz, y // sy, sy, x // sx, sx)
    n = len(rest)
    order = [*range(n), n + 1, n + 3, n + 5, n, n + 2, n + 4]
    moved = parts.permute(order) if torch.is_tensor(parts) else parts.transpose(order)
    return moved.reshape(*rest, sx * sy * sz, z // sz, y // sy, x // sx)


def channels_of(low, folded, noise):
    """low [batch, z, y, x], folded as sub-voxels, noise [batch] or None for a network without the plane."""
    low = low[:, None]
    planes = [folded - low, low]
    if noise is not None:
        planes.append(noise.view(-1, 1, 1, 1, 1).expand_as(low))
    return torch.cat(planes, 1)


def inner(x, border):
    """Without that many voxels of every side of the last three axes."""
    at = slice(border, -border or None)
    return x[..., at, at, at]


def finer(network, low, folded, noise):
    """Sub-voxels of the result, as far from the sides as there are layers."""
    depth = len(network.weights)
    keep = F.max_pool3d(inner(low, depth - 1)[:, None], 3, 1) >= GUARD
    return inner(folded, depth) + network(channels_of(low, folded, noise)) * keep


class Item:
    """A coarse scan; arrays [z, y, x]."""

    def __init__(self, folder, scan, item, factor):
        size, fine = item["size"][::-1], [n * s for n, s in zip(item["size"], factor)][::-1]
        count = int(np.prod(size))
        halves = np.memmap(os.path.join(folder, item["file"]), "<f2", "r")
        self.low, self.folded = halves[:count].reshape(size), halves[count:].reshape(fine)
        place = [slice(c + s * o, c + s * (o + n)) for c, s, o, n in zip(item["cut"], factor, item["origin"], item["size"])]
        dims = scan["dims"][::-1]
        cut = tuple(place[::-1])
        self._truth = np.memmap(os.path.join(folder, scan["truth"]), "<f2", "r").reshape(dims)[cut]
        self.mask = np.memmap(os.path.join(folder, scan["mask"]), "u1", "r").reshape(dims)[cut]
        self.cut, self.zero, self.scale = item["cut"], item["zero"], item["scale"]
        self.measured = item["measured"]
        self.noise, self.added, self.tricubic, self.fold = (item[k] for k in ("noise", "added", "tricubic", "folded"))

    def truth(self, at):
        return (np.float32(self._truth[at]) - np.float32(self.zero)) / np.float32(self.scale)


class Data:
    def __init__(self, folder):
        with open(os.path.join(folder, "index.json"), encoding="utf-8") as file:
            self.index = json.load(file)
        if self.index.get("format") != "eigenvox-net-data/1":
            sys.exit(f"{folder}: not what npm run net:data writes")
        self.factor = self.index["factor"]
        self.scans = [
            (scan["name"], [Item(folder, scan, item, self.factor) for item in scan["items"]])
            for scan in self.index["scans"]
        ]
        as_is = [scan.get("zoom", 1) == 1 for scan in self.index["scans"]]
        self.as_is, self.zoomed = ([s for s, a in zip(self.scans, as_is) if a == kind] for kind in (True, False))
        self.side = min(PATCH, *(n for _, items in self.scans for item in items for n in item.low.shape))

    def patch(self, rng, border):
        """Coarse, folded, true and mask patches of a scan, turned and mirrored at random; every scan counts alike."""
        scans = self.zoomed if self.zoomed and rng.random() >= AS_IS else self.as_is
        _, items = scans[rng.integers(len(scans))]
        is_clean = rng.random() < CLEAN
        items = [item for item in items if (item.added == 0) == is_clean] or items
        item, side = items[rng.integers(len(items))], self.side
        tries = 1 if rng.random() < ANYWHERE else 30
        for _ in range(tries):
            first = [rng.integers(n - side + 1) for n in item.low.shape]
            outer = tuple(slice(o, o + side) for o in first)
            shape = self.factor[::-1]
            fine = tuple(slice(s * o, s * (o + side)) for s, o in zip(shape, first))
            out = tuple(slice(s * (o + border), s * (o + side - border)) for s, o in zip(shape, first))
            mask = item.mask[out]
            if mask.mean() >= LEAST_INSIDE:
                break
        arrays = [item.low[outer], item.folded[fine], item.truth(out), mask]
        # Only axes of one factor may take each other's place.
        orders = [o for o in ((0, 1, 2), (0, 2, 1), (1, 0, 2), (1, 2, 0), (2, 0, 1), (2, 1, 0))
                  if all(shape[o[a]] == shape[a] for a in range(3))]
        order = orders[rng.integers(len(orders))]
        flipped = [a for a in range(3) if rng.random() < 0.5]
        low, folded, truth, mask = (np.float32(np.flip(a.transpose(order), flipped)) for a in arrays)
        return low, *(sub_voxels(a, self.factor) for a in (folded, truth, mask)), item.noise, item.tricubic

    def batch(self, seed, step, border, with_noise):
        rng = np.random.default_rng([seed, step])
        parts = zip(*(self.patch(rng, border) for _ in range(BATCH)))
        low, folded, truth, mask, noise, tricubic = (torch.from_numpy(np.stack(p).astype(np.float32)) for p in parts)
        return low, folded, truth, mask, noise if with_noise else None, tricubic


def errors(network, item, factor, with_noise):
    """Mean squared error inside the mask, and those outside of it of the network and of the fold."""
    depth = len(network.weights)
    low, folded, mask = (torch.from_numpy(np.float32(a)) for a in (item.low, item.folded, item.mask))
    truth = sub_voxels(torch.from_numpy(item.truth(...)), factor)
    mask, folded = sub_voxels(mask, factor), sub_voxels(folded, factor)
    padded = [F.pad(a, [depth] * 6, mode="replicate") for a in (low[None, None], folded[None])]
    with torch.no_grad():
        made = finer(network, padded[0][0], padded[1], torch.tensor([item.noise]) if with_noise else None)[0]
    mean = lambda made, where: float(((made - truth) ** 2 * where).sum(dtype=torch.float64) / where.sum(dtype=torch.float64))
    return mean(made, mask), [mean(x, 1 - mask) for x in (made, folded)]


def error_scale(network, data, with_noise):
    """The error inside the mask over that of the fold, of the scans that are cut at no offset, each counting alike."""
    items = [item for _, items in data.as_is for item in items if not any(item.cut)]
    shares = [errors(network, item, data.factor, with_noise)[0] / item.fold for item in items]
    return np.mean(shares) ** 0.5


def noise_levels(data):
    """Of every level of noise what was added, and what is read of it on average, shares of the working scale."""
    items = [item for _, items in data.as_is for item in items if item.measured is not None]
    added = sorted({item.added for item in items})
    return added, [np.mean([item.measured for item in items if item.added == level]) for level in added]


def watch(network, data, with_noise):
    """Gains over tricubic inside the mask, dB, and the squared error outside of it against the fold's."""
    texts, gains = [], {}
    for name, items in data.scans:
        for item in items:
            inside, outside = errors(network, item, data.factor, with_noise)
            gain, fold = (10 * np.log10(item.tricubic / e) for e in (inside, item.fold))
            gains.setdefault(item.added, []).append((gain, fold))
            texts.append(f"{name[:6]} {100 * item.added:g} %: {gain:+.3f} (fold {fold:+.3f}, outside ×{outside[0] / outside[1]:.2f})")
    means = [f"{100 * added:g} %: {np.mean(g, 0)[0]:+.3f} (fold {np.mean(g, 0)[1]:+.3f})" for added, g in gains.items()]
    return "\n".join(["  " + t for t in texts] + ["  mean " + ", ".join(means)])


def write_tensors(path, tensors, metadata):
    """A safetensors file of float16 arrays."""
    header, parts, at = {"__metadata__": metadata}, [], 0
    for name, tensor in tensors.items():
        data = np.ascontiguousarray(tensor.numpy(), "<f2").tobytes()
        header[name] = {"dtype": "F16", "shape": list(tensor.shape), "data_offsets": [at, at + len(data)]}
        parts.append(data)
        at += len(data)
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    replace(path, lambda file: file.write(struct.pack("<Q", len(text)) + text + b"".join(parts)))


def read_filters(path):
    """The layers of a network, of its own file or of a bank's."""
    with open(path, "rb") as file:
        (length,) = struct.unpack("<Q", file.read(8))
        header = json.loads(file.read(length))
        body = file.read()
    names = sorted((name for name in header if name.startswith("conv")), key=lambda name: int(name[4:]))
    if not names:
        sys.exit(f"{path}: holds no network")
    arrays = (np.frombuffer(body[slice(*header[n]["data_offsets"])], "<f2").reshape(header[n]["shape"]) for n in names)
    return [torch.from_numpy(array.astype(np.float32)) for array in arrays]


def replace(path, write):
    """Writes beside the file and puts it into its place, so that it is never half written."""
    with open(path + ".new", "wb") as file:
        write(file)
    os.replace(path + ".new", path)


def cycle_of(step, cycles):
    """Which cycle a step is in."""
    return int(np.searchsorted(np.cumsum(cycles), step, "right"))


def rate(step, cycles, highest):
    """Learning rate: in every cycle warm-up, then a cosine to 0 (I. Loshchilov and F. Hutter, SGDR, ICLR 2017)."""
    for steps in cycles:
        if step < steps:
            return highest * min((step + 1) / WARM_UP, 0.5 * (1 + np.cos(np.pi * step / steps)))
        step -= steps
    return 0.0


def train(args):
    data = Data(args.data)
    watched = Data(args.watch) if args.watch else None
    count = int(np.prod(data.factor))
    with_noise = not args.no_noise
    torch.manual_seed(args.seed)
    network = Network([count + 1 + with_noise] + [args.width] * (args.layers - 1) + [count])
    weights = list(network.parameters())
    if args.start:
        try:
            network.start_from(read_filters(args.start))
        except ValueError as error:
            sys.exit(f"{args.start}: {error}")
    average = Network([w.shape[1] for w in weights] + [count])
    average.load_state_dict(network.state_dict())
    begun = copy.deepcopy(network)
    optimizer = Muon(weights, args.rate)
    steps = sum(args.steps)
    settings = {k: getattr(args, k) for k in ("seed", "width", "layers", "rate", "no_noise", "bf16")}
    state_file = args.output + ".state"
    first = 0
    if args.resume:
        state = torch.load(state_file)
        if state["settings"] != settings:
            sys.exit(f"{state_file}: made with other settings: {state['settings']}")
        known = state["cycles"]
        if args.steps[: len(known)] != known:
            sys.exit(f"{state_file}: made with other cycles, which can only be added to: {known}")
        network.load_state_dict(state["network"])
        average.load_state_dict(state["average"])
        optimizer.load_state_dict(state["optimizer"])
        first = state["step"]
    print(f"{sum(w.numel() for w in weights)} weights, steps {first} to {steps}", flush=True)

    added, measured = noise_levels(data)

    def settled():
        """The network that is kept: the average, and as much as was asked for of the one that training began with (M. Wortsman
        et al., Robust fine-tuning of zero-shot models, CVPR 2022)."""
        kept = copy.deepcopy(average)
        with torch.no_grad():
            for w, old in zip(kept.weights, begun.weights):
                w.lerp_(old, args.keep)
        return kept

    def keep(step):
        state = {"settings": settings, "cycles": args.steps, "step": step, "network": network.state_dict()}
        state |= {"average": average.state_dict(), "optimizer": optimizer.state_dict()}
        replace(state_file, lambda file: torch.save(state, file))
        metadata = {
            "format": "eigenvox-net/1",
            "factor": ",".join(map(str, data.factor)),
            "degradation": data.index["degradation"],
            "input": "sub-voxels of the folded result minus the coarse voxel; the coarse voxel"
            + ("; a plane of the noise's standard deviation" if with_noise else ""),
            "output": "sub-voxels to add to the folded result",
            "noise": "plane" if with_noise else "none",
            "guard": str(GUARD),
            "trained_noise_added": ",".join(map(str, added)),
            "trained_noise_measured": ",".join(f"{share:.4f}" for share in measured),
            "bank": "\n".join(sorted({scan["bank"] for scan in data.index["scans"]})),
            "training_data": "\n".join(dict.fromkeys(scan["line"] for scan in data.index["scans"])),
            # Takes a while, and only the last network is used.
            "error_scale": f"{error_scale(settled(), data, with_noise):.3f}" if step == steps else "1",
            "steps": f"{step} of {' + '.join(map(str, args.steps))}",
            "seed": str(args.seed),
        }
        write_tensors(args.output, {f"conv{i}": w.detach() for i, w in enumerate(settled().filters())}, metadata)

    losses, since = [], time.time()
    for step in range(first, steps):
        low, folded, truth, mask, noise, tricubic = data.batch(args.seed, step, args.layers, with_noise)
        with torch.autocast("cpu", torch.bfloat16, enabled=args.bf16):
            made = finer(network, low, folded, noise)
        weight = (OUTSIDE + (1 - OUTSIDE) * mask) / tricubic.view(-1, 1, 1, 1, 1)
        loss, fold = ((weight * (x - truth) ** 2).mean() for x in (made.float(), inner(folded, args.layers)))
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        for group in optimizer.param_groups:
            group["lr"] = rate(step, args.steps, args.rate)
            group["decay"] = args.decay[min(cycle_of(step, args.steps), len(args.decay) - 1)]
        optimizer.step()
        share = min(AVERAGING, (1 + step) / (10 + step))
        with torch.no_grad():
            for a, w in zip(average.weights, weights):
                a.lerp_(w, 1 - share)
        losses.append((float(loss), float(fold)))
        done = step + 1
        if done % 100 == 0:
            took, since = (time.time() - since) / 100, time.time()
            made, fold = np.mean(losses, 0)
            print(f"{done}: loss {made:.4f}, of the fold {fold:.4f}, {1000 * took:.0f} ms a step", flush=True)
            losses.clear()
        if done % KEPT_EVERY == 0 or done == steps:
            keep(done)
        if watched and (done % WATCHED_EVERY == 0 or done == steps):
            print(watch(settled(), watched, with_noise), flush=True)
            since = time.time()


def main():
    parser = argparse.ArgumentParser(formatter_class=argparse.RawDescriptionHelpFormatter, description=__doc__)
    parser.add_argument("data", help="folder that npm run net:data wrote")
    parser.add_argument("-o", "--output", required=True, help="the network's file; its state is kept beside it")
    cycles = lambda text: [int(steps) for steps in text.split(",")]
    parser.add_argument("--steps", type=cycles, default=[12000], help="of every cycle; more can be added with --resume")
    parser.add_argument("--watch", help="folder that npm run net:data wrote, of scans that are not learned from")
    parser.add_argument("--width", type=int, default=32, help="channels between the layers")
    parser.add_argument("--layers", type=int, default=4, help="convolutions")
    parser.add_argument("--rate", type=float, default=0.005, help="highest learning rate")
    decays = lambda text: [float(share) for share in text.split(",")]
    parser.add_argument("--decay", type=decays, default=[0], help="of the weights, times the rate a step, in every cycle")
    parser.add_argument("--no-noise", action="store_true", help="without the plane of the noise")
    parser.add_argument("--bf16", action="store_true", help="bfloat16, for processors that have it: else much slower")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--start", help="a network or bank of the same channels to begin with, which may have fewer layers; of as many, the two can be mixed")
    parser.add_argument("--keep", type=float, default=0, help="share of the network of --start in the one that is written")
    parser.add_argument("--resume", action="store_true", help="go on from the state that was kept")
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    train(args)


if __name__ == "__main__":
    main()
