// Rules as one would write them by hand over parsed events: closures that run all of them on every event. The yardstick
// for what the engine is worth, and a second opinion on what matches. Knows what the generated rulesets use, no more.
import type { ConditionNode, FieldNode } from '@windhover/condition';
import type { ParsedEvent } from '../baselines.ts';

type Test = (event: ParsedEvent) => boolean;
type ReadText = (event: ParsedEvent) => string | undefined;

/** Closures for a condition. Throws for what it does not know. */
export function compileNaively(node: ConditionNode): Test {
  switch (node.kind) {
    case 'and': {
      const tests = node.children.map(compileNaively);
      return (event) => tests.every((test) => test(event));
    }
    case 'or': {
      const tests = node.children.map(compileNaively);
      return (event) => tests.some((test) => test(event));
    }
    case 'not': {
      const test = compileNaively(node.child);
      return (event) => !test(event);
    }
    case 'exists': {
      const read = readerOf(node.left);
      return (event) => read(event) !== undefined;
    }
    case 'compare': {
      const read = readerOf(node.left);
      const holds = compileComparison(node);
      return (event) => {
        const text = read(event);
        return text !== undefined && holds(text);
      };
    }
    default:
      throw new Error(`naive rules know no ${node.kind}`);
  }
}

function compileComparison({
  operator,
  right,
}: ConditionNode & { kind: 'compare' }): (text: string) => boolean {
  if (operator === 'in' && right.kind === 'list') {
    const values = new Set(right.items.map(({ value }) => value));
    return (text) => values.has(text);
  }
  if (right.kind !== 'value') throw new Error(`naive rules know no ${operator} with a ${right.kind}`);
  const { value } = right;
  switch (operator) {
    case '=':
      return (text) => text === value;
    case '!=':
      return (text) => text !== value;
    case 'contains':
      return (text) => text.includes(value);
    case 'icontains': {
      const lower = value.toLowerCase();
      return (text) => text.toLowerCase().includes(lower);
    }
    case 'startswith':
      return (text) => text.startsWith(value);
    default:
      throw new Error(`naive rules know no ${operator}`);
  }
}

const PATHS: Readonly<Record<string, readonly string[]>> = {
  'ct.name': ['eventName'],
  'ct.src': ['eventSource'],
  'ct.error': ['errorCode'],
  'ct.region': ['awsRegion'],
  'ct.srcip': ['sourceIPAddress'],
  'ct.useragent': ['userAgent'],
  'ct.user.identitytype': ['userIdentity', 'type'],
  'ct.request.username': ['requestParameters', 'userName'],
};

function readerOf(node: FieldNode | { readonly kind: 'transformer' }): ReadText {
  if (node.kind !== 'field') throw new Error('naive rules know no transformers');
  if (node.name === 'ct.user') return readUser;
  const path = node.name === 'json.value' ? node.argument?.split('/').slice(1) : PATHS[node.name];
  if (path === undefined) throw new Error(`naive rules know no ${node.name}`);
  return (event) => readText(event, path);
}

function readText(event: ParsedEvent, path: readonly string[]): string | undefined {
  let value: unknown = event;
  for (const name of path) value = (value as ParsedEvent | null | undefined)?.[name];
  if (value === undefined || typeof value === 'string') return value;
  return JSON.stringify(value);
}

const USER_NAME = ['userIdentity', 'userName'];
const INVOKED_BY = ['userIdentity', 'invokedBy'];
const ISSUER_NAME = ['userIdentity', 'sessionContext', 'sessionIssuer', 'userName'];

function readUser(event: ParsedEvent): string | undefined {
  const type = readText(event, ['userIdentity', 'type']);
  switch (type) {
    case 'Root':
    case 'IAMUser':
      return readText(event, USER_NAME);
    case 'AWSService':
      return readText(event, INVOKED_BY);
    case 'AssumedRole':
      return readText(event, ISSUER_NAME) ?? type;
    case 'AWSAccount':
    case 'FederatedUser':
      return type;
    default:
      return undefined;
  }
}
