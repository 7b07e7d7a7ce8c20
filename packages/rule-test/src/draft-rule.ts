// A first rule, and its test, from an event.
import { Document } from 'yaml';
import type { Json } from './apply-changes.ts';

/** What of an event tells most, by event source: conditions and outputs start from these. */
interface DraftPlan {
  /** Field of the condition and the pointer to its value. */
  readonly conditions: readonly (readonly [field: string, pointer: string])[];
  /** Fields of the output, with a label. */
  readonly outputs: readonly (readonly [label: string, field: string])[];
  /** Appended to the condition, for an event that succeeded: only what succeeded. */
  readonly success?: { readonly condition: string; readonly failedPointer: string };
  readonly tags: readonly string[];
}

const PLANS: Readonly<Record<string, DraftPlan>> = {
  aws_cloudtrail: {
    conditions: [
      ['ct.name', '/eventName'],
      ['ct.src', '/eventSource'],
    ],
    outputs: [
      ['user', 'ct.user'],
      ['identity', 'ct.user.arn'],
      ['account', 'ct.user.accountid'],
      ['ip', 'ct.srcip'],
      ['region', 'ct.region'],
      ['event', 'ct.id'],
    ],
    success: { condition: 'not ct.error exists', failedPointer: '/errorCode' },
    tags: ['cloud', 'aws'],
  },
  gcp_auditlog: {
    conditions: [
      ['gcp.methodName', '/protoPayload/methodName'],
      ['gcp.serviceName', '/protoPayload/serviceName'],
    ],
    outputs: [
      ['user', 'gcp.user'],
      ['ip', 'gcp.callerIP'],
      ['project', 'gcp.projectId'],
      ['resource', 'gcp.resourceName'],
    ],
    tags: ['cloud', 'gcp'],
  },
  azure_platformlogs: {
    conditions: [
      ['azure.operationName', '/operationName'],
      ['azure.category', '/category'],
    ],
    outputs: [
      ['user', 'azure.user'],
      ['ip', 'azure.callerIP'],
      ['resource', 'azure.resourceId'],
      ['result', 'azure.result'],
    ],
    tags: ['cloud', 'azure'],
  },
  k8s_audit: {
    conditions: [
      ['ka.verb', '/verb'],
      ['ka.target.resource', '/objectRef/resource'],
      ['ka.target.subresource', '/objectRef/subresource'],
    ],
    outputs: [
      ['user', 'ka.user.name'],
      ['namespace', 'ka.target.namespace'],
      ['name', 'ka.target.name'],
      ['decision', 'ka.auth.decision'],
    ],
    tags: ['k8s'],
  },
  okta: {
    conditions: [
      ['okta.evt.type', '/eventType'],
      ['okta.result', '/outcome/result'],
    ],
    outputs: [
      ['user', 'okta.actor.alternateid'],
      ['ip', 'okta.client.ip'],
      ['country', 'okta.client.geo.country'],
    ],
    tags: ['identity', 'okta'],
  },
  github: {
    conditions: [
      ['github.type', '/type'],
      ['github.action', '/action'],
    ],
    outputs: [
      ['user', 'github.user'],
      ['repo', 'github.repo'],
    ],
    tags: ['source', 'github'],
  },
};

/** A rules file and the test file that belongs beside it. */
export interface RuleDraft {
  readonly rules: string;
  readonly test: string;
}

/** Draft a rule that matches the event and others of its kind. Undefined for sources nobody knows how to draft for. */
export function draftRule(
  name: string,
  sourceName: string,
  event: Json,
  valueOf: (event: Json, pointer: string) => Json,
): RuleDraft | undefined {
  const plan = PLANS[sourceName];
  if (plan === undefined) return undefined;
  const present = plan.conditions.filter(([, pointer]) => typeof valueOf(event, pointer) === 'string');
  const checks = present.map(([field, pointer]) => `${field} = ${quote(valueOf(event, pointer) as string)}`);
  const { success } = plan;
  const succeeded = success !== undefined && valueOf(event, success.failedPointer) === undefined;
  const condition = [...checks, ...(succeeded ? [success.condition] : [])].join(' and ');
  const labels = plan.outputs.map(([label, field]) => `${label}=%${field}`).join(' ');
  const rules = [
    {
      rule: name,
      desc: 'What happened, and why it matters.',
      source: sourceName,
      condition: condition === '' ? 'evt.num > 0' : condition,
      output: `${name} (${labels})`,
      priority: 'WARNING',
      tags: plan.tags,
      exceptions: [{ name: 'known_users', fields: plan.outputs[0]![1] }],
    },
  ];
  const change = Object.fromEntries(present.map(([, pointer]) => [pointer, ['SomethingElse']]));
  const test = {
    tests: [{ name: 'the event it was made from', rule: name, event, expect: 'match', derive: { change } }],
  };
  return { rules: write(rules), test: write(test) };
}

function write(data: unknown): string {
  return new Document(data).toString({ lineWidth: 110 });
}

/** A literal of the condition language. */
function quote(value: string): string {
  return /^[^()"'\s=,]+$/.test(value) ? value : `"${value.replace(/\\/g, '\\\\').replace(/"/g, '\\"')}"`;
}
