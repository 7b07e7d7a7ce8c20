import type { FieldDeclaration } from '../field.ts';
import { actorFields } from './actor-fields.ts';
import { commonFields } from './common-fields.ts';
import { entraAuditFields } from './entra-audit-fields.ts';
import { entraCommonFields } from './entra-common-fields.ts';
import { entraSignInFields } from './entra-sign-in-fields.ts';
import { networkRuleFields } from './network-rule-fields.ts';
import { requestFields } from './request-fields.ts';
import { resourceFields } from './resource-fields.ts';
import { roleAssignmentFields } from './role-assignment-fields.ts';
import { serviceFields } from './service-fields.ts';

/** All azure.* and entra.* fields in listing order. */
export const azureFields: readonly FieldDeclaration[] = [
  ...commonFields,
  ...resourceFields,
  ...actorFields,
  ...requestFields,
  ...roleAssignmentFields,
  ...networkRuleFields,
  ...serviceFields,
  ...entraCommonFields,
  ...entraSignInFields,
  ...entraAuditFields,
];
