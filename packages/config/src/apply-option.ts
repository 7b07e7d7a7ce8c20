import { ConfigError } from './config-error.ts';
import { assignNode, createNode, NO_MARK, type ConfigNode } from './config-node.ts';
import { parseOptionPath, type OptionStep } from './option-path.ts';
import { readConfigText } from './read-config-file.ts';

/**
 * Set a key of the configuration as Falco's `-o KEY=VALUE` does (spec outputs.md §10.3). A value in braces is YAML;
 * everything else is a plain scalar, blanks included. Throws a `ConfigError` with Falco's text.
 */
export function applyOption(root: ConfigNode, option: string): void {
  const split = option.indexOf('=');
  if (split < 0) {
    throw new ConfigError(
      `Error parsing config option "${option}". Must be of the form key=val or key.subkey=val`,
    );
  }
  const key = option.slice(0, split);
  const value = parseOptionValue(option.slice(split + 1));
  const { steps, error } = parseOptionPath(key);
  let node = root;
  for (const step of steps) node = stepInto(node, step, key);
  if (error !== undefined) throw new ConfigError(`Config error at key "${key}": ${error}`);
  assignNode(node, value);
}

/** The name of the file, when the option names a file to be merged into the configuration. */
export function readConfigFilesOption(option: string): string | undefined {
  return /^config_files(?:\[\])?=([^]*)$/.exec(option)?.[1];
}

/** The text behind `yaml-cpp: ` for a step into something that has no members. */
export function describeStepIntoScalar(node: ConfigNode, key: string): string {
  return `yaml-cpp: error at line ${node.mark.line}, column ${node.mark.column}: operator[] call on a scalar (key: "${key}")`;
}

function parseOptionValue(text: string): ConfigNode {
  if (text.startsWith('{') && text.endsWith('}')) {
    return readConfigText('', text, (value) => value) ?? createNode('null', NO_MARK);
  }
  const scalar = createNode('scalar', NO_MARK, text);
  scalar.plain = true;
  return scalar;
}

/** Go to a member or element, making what is missing on the way. */
function stepInto(node: ConfigNode, step: OptionStep, key: string): ConfigNode {
  const name = step.kind === 'key' ? step.name : step.kind === 'index' ? String(step.index) : '';
  if (node.kind === 'scalar')
    throw new ConfigError(`Config error at key "${key}": ${describeStepIntoScalar(node, name)}`);
  if (
    step.kind === 'append' ||
    (step.kind === 'index' && node.kind !== 'map' && step.index <= node.items.length)
  ) {
    return stepIntoSequence(node, step.kind === 'append' ? node.items.length : step.index);
  }
  if (node.kind !== 'map') turnIntoMap(node);
  const known = node.members.get(name);
  if (known !== undefined) return known;
  const created = createNode('null', NO_MARK);
  node.members.set(name, created);
  return created;
}

function stepIntoSequence(node: ConfigNode, index: number): ConfigNode {
  if (node.kind !== 'sequence') assignNode(node, createNode('sequence', node.mark));
  const known = node.items[index];
  if (known !== undefined) return known;
  const created = createNode('null', NO_MARK);
  node.items.push(created);
  return created;
}

/** What yaml-cpp does with a sequence that is given a key or a far index: its elements become members. */
function turnIntoMap(node: ConfigNode): void {
  const members = new Map(node.items.map((item, index) => [String(index), item]));
  node.kind = 'map';
  node.items = [];
  node.members = members;
}
