import { describeStepIntoScalar } from './apply-option.ts';
import { ConfigError } from './config-error.ts';
import { NO_MARK, type ConfigNode } from './config-node.ts';
import { decodeBoolean, decodeUnsigned } from './decode-scalar.ts';

/** Reads keys of a configuration as Falco does: what does not convert counts as absent. */
export interface ConfigReader {
  /** The node at a dotted path. Throws a `ConfigError` where the path leads into a scalar. */
  find(path: string): ConfigNode | undefined;
  boolean(path: string, fallback: boolean): boolean;
  unsigned(path: string, fallback: number): number;
  text(path: string, fallback: string): string;
  /** Scalars of a list; one scalar counts as a list of one, maps and nulls as none. */
  texts(path: string): string[];
  /** Elements of a list of maps; a map or null counts as none. Throws `bad conversion` for other elements. */
  nodes(path: string): ConfigNode[];
}

export function createConfigReader(root: ConfigNode): ConfigReader {
  const find = (path: string): ConfigNode | undefined => {
    let node: ConfigNode | undefined = root;
    for (const name of path.split('.')) {
      if (node === undefined || node.kind === 'null' || node.kind === 'sequence') return undefined;
      if (node.kind === 'scalar')
        throw new ConfigError(
          `Config error at key "${path}": ${describeStepIntoScalar(node, name)}`,
          node.mark,
        );
      node = node.members.get(name);
    }
    return node;
  };
  const scalar = (path: string): string | undefined => {
    const node = find(path);
    return node?.kind === 'scalar' ? node.text : undefined;
  };
  return {
    find,
    boolean: (path, fallback) => decodeBoolean(scalar(path) ?? '') ?? fallback,
    unsigned: (path, fallback) => decodeUnsigned(scalar(path) ?? '') ?? fallback,
    text: (path, fallback) => scalar(path) ?? fallback,
    texts(path) {
      const node = find(path);
      if (node?.kind === 'scalar') return [node.text];
      return (node?.items ?? []).map((item) => scalarText(item));
    },
    nodes(path) {
      const node = find(path);
      if (node?.kind === 'scalar') throw node.mark === NO_MARK ? badConversion() : badConversion(node);
      return [...(node?.items ?? [])];
    },
  };
}

/** Text of a list element; anything but a scalar is yaml-cpp's `bad conversion`. */
export function scalarText(node: ConfigNode): string {
  if (node.kind !== 'scalar') throw badConversion(node);
  return node.text;
}

/** yaml-cpp's error for a value of the wrong shape; with the place when it stands in a file. */
export function badConversion(node?: ConfigNode): ConfigError {
  if (node === undefined) return new ConfigError('bad conversion');
  return new ConfigError(
    `yaml-cpp: error at line ${node.mark.line}, column ${node.mark.column}: bad conversion`,
    node.mark,
  );
}
