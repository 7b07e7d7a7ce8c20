import type { IngestSettings } from '@windhover/config';
import type { OktaOptions } from '@windhover/event-sources';
import type { InitConfig } from './init-config.ts';

/** What a configuration says of a plugin. */
export interface PluginInput {
  readonly name: string;
  /** `open_params`, without blanks around. */
  readonly openParams: string;
  readonly config: InitConfig;
}

/** What becomes of a plugin here. */
export interface PluginReading {
  /** The ingest that stands for what the plugin reads, as under `ingest:`; absent when it reads nothing. */
  readonly ingest?: Readonly<Record<string, unknown>> & { readonly type: IngestSettings['type'] };
  /** How its event source is set up. */
  readonly okta?: Partial<OktaOptions>;
  /** What is not done, or done otherwise, a sentence each. */
  readonly notes?: readonly string[];
  readonly problems?: readonly PluginProblem[];
}

/** A setting that cannot be followed. */
export interface PluginProblem {
  /** Below the plugin's entry: `['init_config', 's3AccountList']`. */
  readonly path: readonly string[];
  readonly message: string;
}

/** One thing that is wrong with a plugin's setting. */
export function refusePlugin(path: readonly string[], message: string): PluginReading {
  return { problems: [{ path, message }] };
}
