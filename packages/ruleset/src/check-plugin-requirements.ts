import { decodeByteString, encodeByteString } from '@windhover/bytes';
import type { PluginRequirement, VersionRequirement } from './collect/collected.ts';
import type { LoaderEnvironment } from './ruleset.ts';
import { satisfiesVersion } from './version.ts';

/** Why the loaded plugins do not meet a requirement; undefined if they meet all (spec rules-files.md §4). */
export function checkPluginRequirements(
  requirements: readonly PluginRequirement[],
  plugins: LoaderEnvironment['plugins'],
): string | undefined {
  for (const requirement of requirements) {
    const problem = checkRequirement([requirement, ...requirement.alternatives], plugins);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

function checkRequirement(
  alternatives: readonly VersionRequirement[],
  plugins: LoaderEnvironment['plugins'],
): string | undefined {
  for (const { name, version } of alternatives) {
    const plugin = plugins.find((candidate) => candidate.name === decodeByteString(name));
    if (plugin === undefined) continue;
    if (satisfiesVersion(encodeByteString(plugin.version), version)) return undefined;
    return `Plugin '${plugin.name}' version '${plugin.version}' is not compatible with required plugin version '${decodeByteString(version)}'`;
  }
  const wanted = alternatives.map(
    ({ name, version }) => `${decodeByteString(name)} (>= ${decodeByteString(version)})`,
  );
  return `Plugin requirement not satisfied, must load one of: ${wanted.join(', ')}`;
}
