// The claims of the token that a request came with.

import type { ByteString } from '@windhover/bytes';
import type { JsonNode, JsonPath } from '@windhover/json';
import { findMember } from '@windhover/json';
import { findLoosely, findText } from './find-loosely.ts';
import { readAzureText } from './read-azure-value.ts';

const SOAP = 'http://schemas.xmlsoap.org/ws/2005/05/identity/claims';
const MICROSOFT = 'http://schemas.microsoft.com/identity/claims';

/** Names under which claims of interest are found. */
export const claimNames = {
  upn: `${SOAP}/upn`,
  name: `${SOAP}/name`,
  email: `${SOAP}/emailaddress`,
  objectId: `${MICROSOFT}/objectidentifier`,
  identityProvider: `${MICROSOFT}/identityprovider`,
  authMethods: 'http://schemas.microsoft.com/claims/authnmethodsreferences',
} as const;

/** The Activity Log, Key Vault, and Log Analytics or REST. */
const claimsPaths: readonly JsonPath[] = [['identity', 'claims'], ['identity', 'claim'], ['claims']];

/** The value of the first of these claims that the record has. */
export function readClaim(root: JsonNode, ...names: readonly ByteString[]): ByteString | undefined {
  return findText(
    root,
    claimsPaths.flatMap((path) => names.map((name) => [...path, name])),
  );
}

/** The value of the claim with exactly this name. */
export function readExactClaim(root: JsonNode, name: ByteString): ByteString | undefined {
  for (const path of claimsPaths) {
    const claims = findLoosely(root, path);
    const value = claims && readAzureText(findMember(claims.opened(), name));
    if (value !== undefined) return value;
  }
  return undefined;
}
