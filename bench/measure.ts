// CPU time of variants that run interleaved in one process: the only figures worth comparing on shared machines.

export interface Variant {
  readonly name: string;
  /** What is needed for a pass but is no part of it. */
  prepare?(): void | Promise<void>;
  /** Does the work once over the whole corpus, or over the part of that number. */
  run(part: number): void | Promise<void>;
  /** Timed part by part, the heap cleared before each; one by default. */
  readonly parts?: number;
  /** For variants so slow that few repetitions must do. */
  readonly maxRepetitions?: number;
}

/** The repetitions of a variant in short. */
export interface Summary {
  /** Median and minimum of the CPU time, microseconds (user and system, all threads). */
  readonly medianUs: number;
  readonly minimumUs: number;
  /** Median of the time that passed. */
  readonly wallUs: number;
}

export interface Measurement extends Summary {
  readonly name: string;
}

/**
 * Run every variant once per repetition, in turn, after one unmeasured round. With `--expose-gc` the heap is cleared
 * before each run, so that none pays for the garbage of another.
 */
export async function measure(variants: readonly Variant[], repetitions: number): Promise<Measurement[]> {
  const samples = variants.map(() => [] as Duration[]);
  for (let round = -1; round < repetitions; round++) {
    for (const [index, variant] of variants.entries()) {
      if (round >= (variant.maxRepetitions ?? repetitions)) continue;
      const duration = await timeRun(variant);
      if (round >= 0) samples[index]!.push(duration);
    }
  }
  return variants.map(({ name }, index) => ({ name, ...summarise(samples[index]!) }));
}

/** What one pass takes: CPU time (user and system, all threads) and the time that passes. */
export interface Duration {
  readonly cpuUs: number;
  readonly wallUs: number;
}

/** Time one pass of a variant. */
export async function timeRun(variant: Variant): Promise<Duration> {
  await variant.prepare?.();
  let cpuUs = 0;
  let wallUs = 0;
  for (let part = 0; part < (variant.parts ?? 1); part++) {
    globalThis.gc?.();
    const startedMs = performance.now();
    const before = process.cpuUsage();
    await variant.run(part);
    const { user, system } = process.cpuUsage(before);
    cpuUs += user + system;
    wallUs += 1000 * (performance.now() - startedMs);
  }
  return { cpuUs, wallUs };
}

/** What repetitions come to. */
export function summarise(passes: readonly Duration[]): Summary {
  const cpu = passes.map(({ cpuUs }) => cpuUs);
  return {
    medianUs: median(cpu),
    minimumUs: Math.min(...cpu),
    wallUs: median(passes.map(({ wallUs }) => wallUs)),
  };
}

/** The middle one of some figures. */
function median(figures: readonly number[]): number {
  return figures.toSorted((a, b) => a - b)[Math.floor(figures.length / 2)]!;
}
