// Telling Azure's records and containers from those of other sources.

import type { ByteString } from '@windhover/bytes';
import type { JsonNode } from '@windhover/json';
import { arrayElements } from '@windhover/json';
import type { Recognition } from '../event-source.ts';
import { isAzureRecord } from './admission.ts';
import { textAt } from './declare-azure-field.ts';
import { findLoosely, loosen } from './find-loosely.ts';
import { findForm, isActivityCategory, readCategory, readOperation } from './record-form.ts';
import { readResourceId } from './resource-id.ts';
import { findContainer, findEventData, findTable } from './units.ts';

const MAX_DEPTH = 3;

/** Records by what they say, containers by the first thing in them. */
export function recogniseAzure(unit: JsonNode, depth = 0): Recognition | undefined {
  if (unit.kind !== 'object' || depth > MAX_DEPTH) return undefined;
  const confidence = isAzureRecord(unit) ? judgeRecord(loosen(unit)) : undefined;
  if (confidence !== undefined) return { form: 'record', confidence };
  const data = findEventData(unit);
  if (data) return renamed(recogniseAzure(firstOf(data), depth + 1), 'event-grid');
  const container = findContainer(unit);
  if (container) return renamed(recogniseAzure(firstOf(container), depth + 1), 'container');
  return isQueryTable(unit) ? { form: 'query-table', confidence: 0.8 } : undefined;
}

function firstOf(node: JsonNode): JsonNode {
  return node.kind === 'array' ? (arrayElements(node)[0] ?? node) : node;
}

function renamed(recognition: Recognition | undefined, form: string): Recognition | undefined {
  return recognition && { ...recognition, form };
}

const tableColumns = new Set<ByteString>([
  '"TimeGenerated"',
  '"OperationName"',
  '"OperationNameValue"',
  '"_ResourceId"',
]);

function isQueryTable(unit: JsonNode): boolean {
  return findTable(unit)?.columns.some((column) => tableColumns.has(column)) === true;
}

/** AKS sends the audit log of Kubernetes through Azure; its own source reads that better. */
const KUBERNETES_AUDIT = /^kube-audit/i;

function judgeRecord(unit: JsonNode): number | undefined {
  const category = readCategory(unit);
  const operation = readOperation(unit);
  if (KUBERNETES_AUDIT.test(category ?? '')) return 0.6;
  const isNamed = category !== undefined || operation !== undefined;
  const resourceId = readResourceId(unit);
  if (isNamed && resourceId !== undefined && /^\/(?:subscriptions|tenants|providers)\//i.test(resourceId))
    return 1;
  if (findForm(unit) !== 'resource') return hasEntraBody(unit) || isNamed ? 0.9 : 0.7;
  if (operation === undefined) return undefined;
  const isActivity = category !== undefined && isActivityCategory(category);
  return isActivity || hasDiagnosticMembers(unit) ? 0.7 : undefined;
}

function hasEntraBody(unit: JsonNode): boolean {
  return (
    findLoosely(unit, ['initiatedBy']) !== undefined || findLoosely(unit, ['userPrincipalName']) !== undefined
  );
}

function hasDiagnosticMembers(unit: JsonNode): boolean {
  return ['properties', 'callerIpAddress', 'correlationId', 'resourceId'].some(
    (name) => textAt(unit, name) !== undefined,
  );
}
