// Who acted: ct.user and ct.originaluser, spec sources-aws.md §2.5–2.6.

import type { ByteString } from '@windhover/bytes';
import type { JsonNode } from '@windhover/json';
import { declareField } from '../declare-field.ts';
import { readStringOnly, readText } from '../read-value.ts';

type Node = JsonNode | undefined;

/** The paths that `readUser` looks at, in its order. */
export const userPaths = [
  'userIdentity.type',
  'userIdentity.userName',
  'userIdentity.invokedBy',
  'userIdentity.sessionContext.sessionIssuer.userName',
] as const;

/** The user; which member names it depends on the identity type, and some types have none. */
export function readUser([type, userName, invokedBy, issuer]: readonly Node[]): ByteString | undefined {
  switch (readStringOnly(type)) {
    case 'Root':
    case 'IAMUser':
      return readText(userName);
    case 'AWSService':
      return readText(invokedBy);
    case 'AssumedRole':
      return readText(issuer) ?? 'AssumedRole';
    case 'AWSAccount':
      return 'AWSAccount';
    case 'FederatedUser':
      return 'FederatedUser';
    default:
      return undefined;
  }
}

/** The person behind an assumed role: the session name, from the ARN or else from the principal id. */
function readOriginalUser([type, arn, principalId, userName]: readonly Node[]): ByteString | undefined {
  if (readStringOnly(type) !== 'AssumedRole') return readText(userName);
  const arnParts = readText(arn)?.split('/');
  if (arnParts?.length === 3) return arnParts[2];
  const idParts = readText(principalId)?.split(':');
  return idParts?.length === 2 ? idParts[1] : undefined;
}

export const userField = declareField({
  name: 'ct.user',
  description: 'User, role or service that made the request.',
  paths: userPaths,
  read: (nodes) => readUser(nodes),
});

export const originalUserField = declareField({
  name: 'ct.originaluser',
  description: 'User name, or for an assumed role the name of its session.',
  paths: ['userIdentity.type', 'userIdentity.arn', 'userIdentity.principalId', 'userIdentity.userName'],
  read: (nodes) => readOriginalUser(nodes),
});
