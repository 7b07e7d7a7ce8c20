import { readFileSync } from 'node:fs';

/**
 * The region of a profile in a shared AWS configuration file that is not the usual one: the SDK looks for regions only in
 * that. Undefined when the file or the region is not there.
 */
export function readProfileRegion({
  profile = 'default',
  config_file: path,
}: {
  readonly profile?: string | undefined;
  readonly config_file?: string | undefined;
}): string | undefined {
  if (path === undefined) return undefined;
  let section = '';
  for (const line of readLines(path)) {
    const heading = /^\s*\[\s*(?:profile\s+)?([^\]]*?)\s*\]/.exec(line)?.[1];
    if (heading !== undefined) section = heading;
    const region = /^region\s*=\s*(\S+)/.exec(line)?.[1];
    if (section === profile && region !== undefined) return region;
  }
  return undefined;
}

function readLines(path: string): string[] {
  try {
    return readFileSync(path, 'utf8').split('\n');
  } catch {
    return [];
  }
}
