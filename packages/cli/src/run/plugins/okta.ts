// The plugin `okta`: how its fields are set up; its API is not polled (spec sources-k8s-okta-github.md §B.1).
import type { PluginInput, PluginReading } from './plugin-input.ts';

export function readOkta({ config }: PluginInput): PluginReading {
  const organization = config.text('organization');
  const maxEventsPerUser = config.integer('cache_usermaxsize');
  return {
    okta: {
      ...(organization !== '' && { organization }),
      ...(maxEventsPerUser !== undefined && maxEventsPerUser > 0 && { maxEventsPerUser }),
    },
    notes: [
      "Okta's System Log API is not polled here: let an event hook or a log stream of Okta post to ingest http, path /ingest/okta, or have files read",
      ...(config.has('cache_expiration')
        ? [
            'cache_expiration has no effect: events are counted by their own time, and the oldest users go first',
          ]
        : []),
    ],
  };
}
