// CPU time of variants that run interleaved in one process: the only figures worth comparing on shared machines.

export interface Variant {
  readonly name: string;
  /** Does the work once over the whole corpus. */
  run(): void | Promise<void>;
}

export interface Measurement {
  readonly name: string;
  /** Median and minimum of the repetitions, CPU microseconds (user and system, all threads). */
  readonly medianUs: number;
  readonly minimumUs: number;
}

/** Run every variant once per repetition, in turn, after one unmeasured round. */
export async function measure(variants: readonly Variant[], repetitions: number): Promise<Measurement[]> {
  const samples = variants.map(() => [] as number[]);
  for (let round = -1; round < repetitions; round++) {
    for (const [index, variant] of variants.entries()) {
      const before = process.cpuUsage();
      await variant.run();
      const spent = process.cpuUsage(before);
      if (round >= 0) samples[index]!.push(spent.user + spent.system);
    }
  }
  return variants.map((variant, index) => {
    const sorted = samples[index]!.toSorted((a, b) => a - b);
    return { name: variant.name, medianUs: sorted[Math.floor(sorted.length / 2)]!, minimumUs: sorted[0]! };
  });
}
