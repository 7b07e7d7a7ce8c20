// Records of Microsoft Entra ID: where their body stands, and how entra.* fields are declared, spec sources-azure.md §3.5.

import type { ByteString } from '@windhover/bytes';
import type { JsonNode, JsonPath } from '@windhover/json';
import { findMember } from '@windhover/json';
import { declareField } from '../declare-field.ts';
import type { FieldArgument, FieldDeclaration, FieldValue } from '../field.ts';
import { textAt, type Route } from './declare-azure-field.ts';
import { findByKey } from './find-by-key.ts';
import { findLoosely, findText, listElements, loosen } from './find-loosely.ts';
import { readStringOnly } from '../read-value.ts';
import { readAzureText } from './read-azure-value.ts';
import { findForm, isActivity, isEntraForm, type RecordForm } from './record-form.ts';

export interface EntraRecord {
  readonly root: JsonNode;
  /** `properties` of a diagnostic record; rows of Log Analytics and objects of Graph are their own body. */
  readonly body: JsonNode;
  readonly form: RecordForm;
}

/** Undefined for records that are not Entra's. */
export function openEntraRecord(root: JsonNode): EntraRecord | undefined {
  const form = findForm(root);
  if (!isEntraForm(form)) return undefined;
  const body = findLoosely(root, ['properties'])?.opened();
  return { root, body: body?.kind === 'object' ? body : root, form };
}

interface EntraField {
  readonly name: string;
  readonly description: string;
  readonly isList?: boolean;
  readonly type?: 'uint64';
  readonly argument?: FieldDeclaration['argument'];
  read(record: EntraRecord, argument: FieldArgument | undefined): FieldValue | undefined;
}

/** A field of Entra's records, without value on all others; the Activity Log is told by two members. */
export function declareEntra({ read, ...field }: EntraField): FieldDeclaration {
  return declareField({
    ...field,
    paths: ['category', 'operationName', []],
    read([category, operation, root], _context, argument) {
      if (root?.kind !== 'object') return undefined;
      if (isActivity(readStringOnly(category) ?? '', readStringOnly(operation) ?? '')) return undefined;
      const record = openEntraRecord(loosen(root));
      return record && read(record, argument);
    },
  });
}

type BodyField = readonly [name: string, description: string, ...routes: Route[]];

/** Text in the body of sign-ins, risk events and whatever else is no audit record. */
export function declareSignInText(...[name, description, ...routes]: BodyField): FieldDeclaration {
  return declareEntra({
    name,
    description,
    read: ({ body, form }) => (form === 'entra_audit' ? undefined : textAt(body, ...routes)),
  });
}

/** Text in the body of audit records. */
export function declareAuditText(...[name, description, ...routes]: BodyField): FieldDeclaration {
  return declareEntra({
    name,
    description,
    read: ({ body, form }) => (form === 'entra_audit' ? textAt(body, ...routes) : undefined),
  });
}

/** The value beside a key in a list of `{"key": …, "value": …}`: keys are compared as `findByKey` does. */
export function findKeyedValue(list: JsonNode | undefined, key: ByteString): ByteString | undefined {
  const pairs = listElements(list).map((pair) => ({
    key: readAzureText(findMember(pair, 'key')),
    value: findMember(pair, 'value'),
  }));
  return readAzureText(findByKey(pairs, key, (pair) => pair.key)?.value);
}

/** Texts at a path of every element of a list; undefined where an element has none. */
export function textsOfEach(list: JsonNode | undefined, path: JsonPath): readonly (ByteString | undefined)[] {
  return listElements(list).map((element) => findText(element, [path]));
}
