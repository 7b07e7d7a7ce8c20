// `required_engine_version` and `required_plugin_versions`, spec rules-files.md §4.

import type { Collected, PluginRequirement, VersionRequirement } from '../collect/collected.ts';
import { enterNode, withSpan, type Context } from '../context.ts';
import type { Report } from '../report.ts';
import { satisfiesVersion, parseVersion } from '../version.ts';
import { findValue, type YamlMap, type YamlNode } from '../yaml/yaml-node.ts';
import { decodeText, parseUint32 } from './decode-value.ts';

/** The engine whose rules files are understood here. */
export const ENGINE_VERSION = '0.63.0';

export function readEngineVersion(map: YamlMap, file: Context, collected: Collected, report: Report): void {
  const context = enterNode(file, 'required_engine_version', '', map);
  const text = decodeText({ map, key: 'required_engine_version', context, report });
  if (text === undefined) return;
  const number = parseUint32(text);
  const version = number === undefined ? text : `0.${number}.0`;
  const parsed = parseVersion(version);
  if (parsed === undefined) {
    const message = `Unable to parse engine version '${text}' as a semver string. Expected "x.y.z" semver format.`;
    report.error('LOAD_ERR_YAML_VALIDATE', message, context);
  } else if (!satisfiesVersion(ENGINE_VERSION, version)) {
    const message = `Rules require engine version ${parsed.text}, but engine version is ${ENGINE_VERSION}`;
    report.error('LOAD_ERR_VALIDATE', message, context);
  } else if (!satisfiesVersion(collected.requiredEngineVersion, version)) {
    collected.requiredEngineVersion = parsed.parts.join('.');
  }
}

export function readPluginVersions(map: YamlMap, file: Context, collected: Collected, report: Report): void {
  const value = findValue(map, 'required_plugin_versions');
  if (value === undefined) return;
  const context = enterNode(file, 'required plugin versions', '', value);
  if (value.kind !== 'sequence') {
    report.error('LOAD_ERR_YAML_VALIDATE', 'Value of required_plugin_versions must be a sequence', context);
    return;
  }
  for (const node of value.items) {
    const errorsBefore = report.errorCount;
    const requirement = readRequirement(node, context, report);
    if (requirement && report.errorCount === errorsBefore) collected.pluginRequirements.push(requirement);
  }
}

function readRequirement(node: YamlNode, parent: Context, report: Report): PluginRequirement | undefined {
  if (node.kind !== 'map') {
    const place = enterNode(parent, 'required plugin versions entry', '', node);
    report.error('LOAD_ERR_YAML_VALIDATE', 'Plugin version must be a mapping', place);
    return undefined;
  }
  const first = readVersion(node, 'required plugin versions entry', parent, report);
  if (first === undefined) return undefined;
  const alternatives: VersionRequirement[] = [];
  const value = findValue(node, 'alternatives');
  if (value === undefined) return { ...first.requirement, alternatives };
  if (value.kind !== 'sequence') {
    report.error(
      'LOAD_ERR_YAML_VALIDATE',
      'Value of plugin version alternatives must be a sequence',
      first.context,
    );
    return undefined;
  }
  const names = new Set([first.requirement.name]);
  for (const item of value.items) {
    const type = 'required plugin versions alternative';
    if (item.kind !== 'map') {
      const place = enterNode(first.context, type, '', item);
      report.error('LOAD_ERR_YAML_VALIDATE', 'Plugin version alternative must be a mapping', place);
      continue;
    }
    const alternative = readVersion(item, type, first.context, report);
    if (alternative === undefined) continue;
    const { name } = alternative.requirement;
    if (names.has(name)) {
      const message = `Defined multiple alternative version requirements for plugin '${name}'`;
      report.error('LOAD_ERR_VALIDATE', message, withSpan(first.context, alternative.context.span));
    }
    names.add(name);
    alternatives.push(alternative.requirement);
  }
  return { ...first.requirement, alternatives };
}

function readVersion(
  map: YamlMap,
  type: 'required plugin versions entry' | 'required plugin versions alternative',
  parent: Context,
  report: Report,
): { readonly requirement: VersionRequirement; readonly context: Context } | undefined {
  const name = decodeText({ map, key: 'name', context: enterNode(parent, type, '', map), report });
  if (name === undefined) return undefined;
  const context = enterNode(parent, type, name, map);
  const version = decodeText({ map, key: 'version', context, report });
  if (version === undefined) return undefined;
  if (parseVersion(version) !== undefined) return { requirement: { name, version }, context };
  report.error('LOAD_ERR_VALIDATE', `Invalid required version '${version}' for plugin '${name}'`, context);
  return undefined;
}
