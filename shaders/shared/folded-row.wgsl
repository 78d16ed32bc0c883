// What training keeps of a drawn voxel, as the kernels of a slab of low-resolution voxels read it
// (src/methods/folded/learn/slabs.ts).

struct Row {
  word: u32, // packed: classes and symmetry
  centre: u32, // nearest low-resolution voxel, an index into the slab
  upsampled: f32,
  original: f32, // high-resolution value
}
