import type { ByteString } from '@windhover/bytes';
import type { JsonNode } from '@windhover/json';
import { pathOf } from '../declare-field.ts';
import type { Compatibility, FieldDeclaration } from '../field.ts';
import { readStringOnly } from '../read-value.ts';
import type { MfaCounters, MfaEvent } from './mfa-counters.ts';
import { readPublished } from './published.ts';

/** What the state of a run is: created once for each compatibility, since they remember differently. */
export type OktaState = Readonly<Record<Compatibility, MfaCounters>>;

const paths = ['eventType', 'outcome.result', 'actor.id', 'published', 'uuid'].map(pathOf);
const PUBLISHED = 3;

/** The failed or denied second factor that a record tells of. Without a readable time it cannot be counted. */
function readMfaEvent(
  nodes: readonly (JsonNode | undefined)[],
  compatibility: Compatibility,
): MfaEvent | undefined {
  const [type = '', result, user = '', , uuid] = nodes.map((node) => readStringOnly(node));
  const kind = kindOf(type, result);
  if (kind === undefined) return undefined;
  const timeNs = readPublished(nodes[PUBLISHED], compatibility);
  return timeNs === undefined ? undefined : { kind, user, timeNs, id: uuid || String(timeNs) };
}

function kindOf(type: ByteString, result: ByteString | undefined): MfaEvent['kind'] | undefined {
  if (type === 'user.mfa.okta_verify.deny_push') return 'deny';
  return type === 'user.authentication.auth_via_mfa' && result === 'FAILURE' ? 'failure' : undefined;
}

/**
 * The counters. A record is remembered once, whichever rules look at it; Falco's plugin remembers those that a rule
 * or output asks to be counted. Defect O3: in Falco's plugin either counts failures on a failure and denials on a denial.
 */
export function declareCounters(compatibility: Compatibility): readonly FieldDeclaration[] {
  const declare = (kind: MfaEvent['kind'], description: string): FieldDeclaration => ({
    name: `okta.mfa.${kind}.countlast`,
    type: 'uint64',
    isList: false,
    argument: { required: true, index: true, key: false },
    description,
    paths: () => paths,
    observe(nodes, context) {
      if (compatibility === 'strict') return;
      const event = readMfaEvent(nodes, compatibility);
      if (event) (context.state as OktaState)[compatibility].add(event);
    },
    read(nodes, context, argument) {
      const event = readMfaEvent(nodes, compatibility);
      if (!event) return undefined;
      const counters = (context.state as OktaState)[compatibility];
      counters.add(event);
      const isAsked = compatibility === 'strict' || event.kind === kind;
      return isAsked ? counters.countLast(event, argument?.index ?? 0n) : undefined;
    },
  });
  return [
    declare(
      'failure',
      'On a failed second factor: failures of the user in the last seconds, this one included.',
    ),
    declare('deny', 'On a denied push: denials by the user in the last seconds, this one included.'),
  ];
}
