import type { Mark } from './config-node.ts';

/** A mistake in a configuration, with Falco's text. Caught where configurations are loaded; users see it as data. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  /** Where it stands, when that is known. */
  readonly mark: Mark | undefined;

  constructor(message: string, mark?: Mark) {
    super(message);
    this.mark = mark;
  }
}

/** The main file is not YAML. */
export class UnreadableConfigError extends ConfigError {}
