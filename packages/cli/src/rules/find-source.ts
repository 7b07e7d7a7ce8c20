import { createOktaSource, findEventSource, type EventSource, type OktaOptions } from '@windhover/event-sources';

/** How event sources are found by the names that rules give them. */
export type SourceFinder = (name: string) => EventSource | undefined;

/** Finds the built-in event sources, that of Okta set up as the configuration says. */
export function createSourceFinder(okta: Partial<OktaOptions> = {}): SourceFinder {
  const configured = createOktaSource(okta);
  return (name) => {
    const source = findEventSource(name);
    return source?.name === configured.name ? configured : source;
  };
}
