// The members of a System Log event that Falco's plugin knows, in the order in which it writes them, spec §B.1.

/** A value of the payload. An optional one is left out when it is empty. */
export type Shape =
  | { readonly kind: 'text'; readonly isOptional: boolean }
  /** Text for which Okta writes `true` or `false`, which would end Falco. */
  | { readonly kind: 'flag'; readonly isOptional: true }
  | { readonly kind: 'integer' | 'float' }
  | { readonly kind: 'list'; readonly element: ObjectShape }
  | ObjectShape;

export interface ObjectShape {
  readonly kind: 'object';
  readonly members: ReadonlyMap<string, Shape>;
}

const text: Shape = { kind: 'text', isOptional: false };
const optional: Shape = { kind: 'text', isOptional: true };
const flag: Shape = { kind: 'flag', isOptional: true };
const integer: Shape = { kind: 'integer' };
const float: Shape = { kind: 'float' };

function shapeOf(members: Readonly<Record<string, Shape>>): ObjectShape {
  return { kind: 'object', members: new Map(Object.entries(members)) };
}

const actor = { id: text, type: text, alternateId: optional, displayName: optional };

export const eventShape: ObjectShape = shapeOf({
  uuid: text,
  published: text,
  eventType: text,
  version: text,
  severity: text,
  legacyEventType: optional,
  displayMessage: text,
  actor: shapeOf(actor),
  client: shapeOf({
    userAgent: shapeOf({ os: optional, browser: optional, rawUserAgent: optional }),
    geographicalContext: shapeOf({
      geolocation: shapeOf({ lat: float, lonDe: float }),
      city: optional,
      state: optional,
      country: optional,
      postalCode: optional,
    }),
    zone: optional,
    ipAddress: optional,
    device: optional,
    id: optional,
  }),
  outcome: shapeOf({ result: text, reason: optional }),
  target: { kind: 'list', element: shapeOf(actor) },
  transaction: shapeOf({ type: optional, id: optional }),
  debugContext: shapeOf({
    debugData: shapeOf({
      requestUri: text,
      originalPrincipal: shapeOf({ ...actor, id: optional, type: optional }),
      behaviors: optional,
      logOnlySecurityData: optional,
    }),
  }),
  authenticationContext: shapeOf({
    authenticationStep: integer,
    externalSessionId: optional,
    authenticationProvider: optional,
    credentialProvider: optional,
  }),
  securityContext: shapeOf({
    asNumber: integer,
    asOrg: optional,
    isp: optional,
    domain: optional,
    isProxy: flag,
  }),
});
