// Records of Microsoft Entra ID: where their body stands, and how entra.* fields are declared, spec sources-azure.md §3.5.

import type { ByteString } from '@windhover/bytes';
import type { JsonNode, JsonPath } from '@windhover/json';
import { findMember } from '@windhover/json';
import type { FieldArgument, FieldDeclaration, FieldValue } from '../field.ts';
import { declareComputed, textAt, type Route } from './declare-azure-field.ts';
import { findLoosely, findText, listElements, openText } from './find-loosely.ts';
import { readAzureText } from './read-azure-value.ts';
import { findForm, isEntraForm, type RecordForm } from './record-form.ts';

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
  const properties = findLoosely(root, ['properties']);
  const body = properties && openText(properties);
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

/** A field of Entra's records, without value on all others. */
export function declareEntra({ read, ...field }: EntraField): FieldDeclaration {
  return declareComputed({
    ...field,
    read(root, argument) {
      const record = openEntraRecord(root);
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

/** The value beside a key in a list of `{"key": …, "value": …}`: the exact key, or else one that differs in case only. */
export function findKeyedValue(list: JsonNode | undefined, key: ByteString): ByteString | undefined {
  const pairs = listElements(list).map((pair) => ({
    key: readAzureText(findMember(pair, 'key')),
    value: findMember(pair, 'value'),
  }));
  const folded = key.toLowerCase();
  const pair =
    pairs.find((each) => each.key === key) ?? pairs.find((each) => each.key?.toLowerCase() === folded);
  return readAzureText(pair?.value);
}

/** Texts at a path of every element of a list; undefined where an element has none. */
export function textsOfEach(list: JsonNode | undefined, path: JsonPath): readonly (ByteString | undefined)[] {
  return listElements(list).map((element) => findText(element, [path]));
}
