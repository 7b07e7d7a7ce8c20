// Comparison of texts for WebAssembly with SIMD (AssemblyScript).

/** Whether `length` bytes are the same. Both texts are followed by at least sixteen readable bytes. */
export function isSameText(left: usize, right: usize, length: usize): bool {
  let rest = length;
  while (rest > 16) {
    if (i8x16.bitmask(i8x16.eq(v128.load(left), v128.load(right))) !== 0xffff) return false;
    left += 16;
    right += 16;
    rest -= 16;
  }
  const wanted = (1 << (<i32>rest)) - 1;
  return (i8x16.bitmask(i8x16.eq(v128.load(left), v128.load(right))) & wanted) === wanted;
}
