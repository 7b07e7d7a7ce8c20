// `cli/`: whole command lines, with exit code, output and files.
import type { FamilyResult } from '../report.ts';

export function runCommandLine(_folder: string, _family: string): FamilyResult | undefined {
  return undefined;
}
