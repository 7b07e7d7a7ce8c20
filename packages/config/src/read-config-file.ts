import { decodeByteString, encodeByteString } from '@windhover/bytes';
import { readYaml } from '@windhover/ruleset';
import { ConfigError } from './config-error.ts';
import { createConfigNode, type ConfigNode, type Mark } from './config-node.ts';

/**
 * The tree of one YAML text; undefined when it is empty. Throws a `ConfigError` with yaml-cpp's form of message when
 * it is not YAML.
 */
export function readConfigText(
  name: string,
  text: string,
  expand: (value: string, mark: Mark) => string,
): ConfigNode | undefined {
  const bytes = encodeByteString(text);
  const file = readYaml({ name, text: bytes });
  const markAt = createMarker(bytes, name);
  if (file.error !== undefined) {
    const mark = markAt(file.error.start);
    const { line, column } = mark;
    throw new ConfigError(
      `yaml-cpp: error at line ${line}, column ${column}: ${decodeByteString(file.error.message)}`,
      mark,
    );
  }
  const [document] = file.documents;
  return document === undefined ? undefined : createConfigNode(document, markAt, expand);
}

/** Offsets → line and column; offsets are asked for in rising order, so lines are counted once. */
function createMarker(text: string, file: string): (offset: number) => Mark {
  const lineStarts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) lineStarts.push(at + 1);
  return (offset) => {
    let low = 0;
    let high = lineStarts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (lineStarts[middle]! <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: offset - lineStarts[low]! + 1, ...(file !== '' && { file }) };
  };
}
