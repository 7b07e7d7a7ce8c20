/** A mistake in a configuration, with Falco's text. Caught where configurations are loaded; users see it as data. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

/** The main file is not YAML. */
export class UnreadableConfigError extends ConfigError {}
