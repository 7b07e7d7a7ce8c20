// How the request was made and what it said, spec sources-azure.md §3.3.

import type { ByteString } from '@windhover/bytes';
import type { JsonNode, JsonPath } from '@windhover/json';
import { parsePointer } from '@windhover/json';
import type { FieldDeclaration } from '../field.ts';
import { declareComputed, declareText, REQUIRED_KEY } from './declare-azure-field.ts';
import { findLoosely, findText } from './find-loosely.ts';

/** Value in the body of the request. */
export function readRequest(root: JsonNode, path: JsonPath): ByteString | undefined {
  return findText(root, [['properties', 'requestBody', ...path]]);
}

/** Value in the body of the response. */
export function readResponse(root: JsonNode, path: JsonPath): ByteString | undefined {
  return findText(root, [['properties', 'responseBody', ...path]]);
}

/** Node in the body of the request or, where there is none, in that of the response. */
export function findInBody(root: JsonNode, path: JsonPath): JsonNode | undefined {
  return (
    findLoosely(root, ['properties', 'requestBody', ...path]) ??
    findLoosely(root, ['properties', 'responseBody', ...path])
  );
}

export const requestFields: readonly FieldDeclaration[] = [
  declareText(
    'azure.userAgent',
    'Program that made the request.',
    'properties.userAgent',
    'properties.userAgentHeader',
    'userAgentHeader',
    'userAgent',
  ),
  declareText(
    'azure.httpMethod',
    'HTTP method of the request.',
    'httpRequest.method',
    'properties.httpMethod',
  ),
  declareText(
    'azure.clientRequestId',
    'Id that the client gave to the request.',
    'httpRequest.clientRequestId',
    'properties.clientRequestId',
  ),
  declareText('azure.uri', 'URI of the request.', 'httpRequest.uri', 'properties.requestUri', 'uri'),
  declareText('azure.requestBody', 'Body of the request, as received.', 'properties.requestbody'),
  declareText('azure.responseBody', 'Body of the response, as received.', 'properties.responseBody'),
  declareComputed({
    name: 'azure.request',
    description:
      'Value in the body of the request that the JSON pointer in the brackets leads to; case of names does not matter.',
    argument: REQUIRED_KEY,
    read: (root, argument) => readRequest(root, parsePointer(argument?.text ?? '')),
  }),
  declareComputed({
    name: 'azure.response',
    description: 'The same for the body of the response.',
    argument: REQUIRED_KEY,
    read: (root, argument) => readResponse(root, parsePointer(argument?.text ?? '')),
  }),
];
