// Azure resource ids: /subscriptions/S/resourceGroups/G/providers/P/TYPE/NAME/TYPE/NAME…

import type { ByteString } from '@windhover/bytes';
import type { JsonNode } from '@windhover/json';
import { textAt } from './declare-azure-field.ts';
import { lowerCase } from './lower-case.ts';

export interface ResourceIdParts {
  readonly subscription: ByteString | undefined;
  readonly group: ByteString | undefined;
  readonly tenant: ByteString | undefined;
  /** Lower case. */
  readonly provider: ByteString | undefined;
  /** Provider and types without the names, lower case. */
  readonly type: ByteString | undefined;
  readonly name: ByteString | undefined;
  /** Name of the resource that this one is part of. */
  readonly parent: ByteString | undefined;
}

/** Segments are told apart without regard to case: the Activity Log writes them in capitals. */
export function parseResourceId(id: ByteString): ResourceIdParts {
  const segments = id.split('/').filter((segment) => segment !== '');
  const lower = segments.map(lowerCase);
  const after = (name: string): ByteString | undefined => {
    const index = lower.indexOf(name);
    return index < 0 ? undefined : segments[index + 1];
  };
  const providersAt = lower.lastIndexOf('providers');
  const path = providersAt < 0 ? [] : lower.slice(providersAt + 1);
  const types = path.filter((_segment, index) => index % 2 === 1);
  return {
    subscription: after('subscriptions'),
    group: after('resourcegroups'),
    tenant: after('tenants'),
    provider: path[0],
    type: types.length === 0 ? undefined : [path[0], ...types].join('/'),
    name: segments.at(-1),
    parent:
      path.length >= 5 ? segments[providersAt + 3 + 2 * (Math.floor((path.length - 1) / 2) - 2)] : undefined,
  };
}

/** The id of the resource, as received. Graph calls the id of an application so too, but that has no slash. */
export function readResourceId(root: JsonNode): ByteString | undefined {
  for (const route of resourceIdRoutes) {
    const id = textAt(root, route);
    if (id?.startsWith('/')) return id;
  }
  return undefined;
}

const resourceIdRoutes = ['resourceId', '_resourceId', 'resourceUri', 'properties.entity'];
