import type { OwnSettings, PluginSettings } from '@windhover/config';
import type { OktaOptions } from '@windhover/event-sources';
import { readPlugins } from './plugins/read-plugins.ts';

/** How Okta's source is set up: `event_sources.okta`, and what it leaves open `init_config` of the plugin. */
export function readOktaOptions(
  own: OwnSettings | undefined,
  plugins: readonly PluginSettings[],
): Partial<OktaOptions> {
  const { organization, max_events_per_user, max_users } = own?.event_sources.okta ?? {};
  return {
    ...readPlugins(plugins).okta,
    ...(organization !== undefined && { organization }),
    ...(max_events_per_user !== undefined && { maxEventsPerUser: max_events_per_user }),
    ...(max_users !== undefined && { maxUsers: max_users }),
  };
}
