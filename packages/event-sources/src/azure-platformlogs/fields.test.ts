import { describe, expect, it } from 'vitest';
import { fieldReader } from '../read-for-test.ts';
import { azurePlatformLogs } from './source.ts';

type Row = readonly [field: string, record: object, value: unknown];

function readRow(field: string, record: object): unknown {
  return fieldReader(azurePlatformLogs, JSON.stringify(record))(field);
}

const UPN = 'http://schemas.xmlsoap.org/ws/2005/05/identity/claims/upn';
const operation = { operationName: 'A.B/C/WRITE', category: 'Administrative' };

function claims(values: object): object {
  return { ...operation, identity: { claims: values } };
}

function request(body: unknown, members: object = {}): object {
  return {
    ...operation,
    properties: { requestbody: typeof body === 'string' ? body : JSON.stringify(body) },
    ...members,
  };
}

describe('members', () => {
  it.each<Row>([
    ['azure.operationName', { operationname: 'x' }, 'x'],
    ['azure.level', { ...operation, Level: 'Warning', level: 'Error' }, 'Error'],
    ['azure.level', { ...operation, LEVEL: '1', Level: '2' }, '1'],
    ['azure.correlationId', { ...operation, correlationid: 7 }, '7'],
    ['azure.correlationId', { ...operation, correlationId: null }, undefined],
    ['azure.correlationId', { ...operation, correlationId: '' }, undefined],
    ['azure.correlationId', { ...operation, correlationId: { a: 1 } }, '{"a":1}'],
    ['azure.durationMs', { ...operation, durationMs: '12' }, 12n],
    ['azure.durationMs', { ...operation, durationMs: 12 }, 12n],
    ['azure.durationMs', { ...operation, durationMs: '-1' }, undefined],
    ['azure.durationMs', { ...operation, durationMs: 1.5 }, undefined],
    ['azure.statusCode', { ...operation, properties: '{"statusCode":"Created"}' }, 'Created'],
    ['azure.statusCode', { ...operation, properties: "{'statusCode':'Created'}" }, undefined],
    ['azure.statusCode', { ...operation, Properties: '', Properties_d: { statusCode: 'OK' } }, 'OK'],
    [
      'json.value[/properties]',
      { ...operation, properties: '{"statusCode":"Created"}' },
      '{"statusCode":"Created"}',
    ],
  ])('%s of %o', (field, record, value) => {
    expect(readRow(field, record)).toStrictEqual(value);
  });
});

describe('common fields', () => {
  it.each<Row>([
    ['azure.id', { ...operation, properties: { eventDataId: 'e' }, id: 'i' }, 'e'],
    [
      'azure.id',
      { category: 'AuditEvent', operationName: 'SecretGet', properties: { id: 'https://vault' } },
      undefined,
    ],
    ['azure.id', { category: 'AuditLogs', properties: { id: 'x' } }, 'x'],
    ['azure.eventCategory', { category: 'Action', operationName: 'A.B/C/ACTION' }, 'Action'],
    [
      'azure.eventCategory',
      { category: 'Action', properties: { eventCategory: 'Administrative' } },
      'Administrative',
    ],
    ['azure.operation.action', { operationName: 'A.B/C/LISTKEYS/ACTION' }, 'action'],
    ['azure.operation.action', { operationName: 'A.B/' }, undefined],
    ['azure.operation.display', { OperationNameValue: 'A.B/C/WRITE', OperationName: 'Write C' }, 'Write C'],
    ['azure.operationName', { OperationNameValue: 'A.B/C/WRITE', OperationName: 'Write C' }, 'A.B/C/WRITE'],
    ['azure.form', { OperationNameValue: 'A.B/C/WRITE' }, 'activity_la'],
    ['azure.form', { category: 'NonInteractiveUserSignInLogs' }, 'entra_signin'],
    ['azure.form', { category: 'RiskyUsers' }, 'entra_risk'],
    ['azure.form', { category: 'ProvisioningLogs' }, 'entra_other'],
    [
      'azure.form',
      { category: 'Policy', operationName: 'Update policy', properties: { initiatedBy: {} } },
      'entra_audit',
    ],
    [
      'azure.tenantId',
      { TimeGenerated: 'x', TenantId: 'workspace', AADTenantId: 't', Category: 'AuditLogs' },
      't',
    ],
    ['azure.tenantId', { ...operation, resourceId: '/tenants/t/providers/Microsoft.aadiam' }, 't'],
    ['azure.tenantId', claims({ 'http://schemas.microsoft.com/identity/claims/tenantid': 't' }), 't'],
  ])('%s of %o', (field, record, value) => {
    expect(readRow(field, record)).toStrictEqual(value);
  });
});

describe('resource fields', () => {
  const id =
    '/SUBSCRIPTIONS/S1/RESOURCEGROUPS/Rg/PROVIDERS/MICROSOFT.NETWORK/NETWORKSECURITYGROUPS/Nsg/SECURITYRULES/Rule/';
  it.each<Row>([
    ['azure.resourceId', { ...operation, resourceId: id }, id],
    ['azure.resource', { ...operation, resourceId: id }, id.toLowerCase().slice(0, -1)],
    ['azure.subscriptionId', { ...operation, resourceId: id }, 'S1'],
    ['azure.subscriptionId', { ...operation, SubscriptionId: 'S2' }, 'S2'],
    ['azure.resourceGroup', { ...operation, resourceId: id }, 'Rg'],
    [
      'azure.resourceType',
      { ...operation, resourceId: id },
      'microsoft.network/networksecuritygroups/securityrules',
    ],
    ['azure.resourceName', { ...operation, resourceId: id }, 'Rule'],
    ['azure.resource.parent', { ...operation, resourceId: id }, 'Nsg'],
    [
      'azure.resourceProvider',
      { ...operation, _ResourceId: '/subscriptions/s/providers/a.b/t/n/providers/C.D/u/m' },
      'c.d',
    ],
    [
      'azure.resourceType',
      { ...operation, _ResourceId: '/subscriptions/s/providers/a.b/t/n/providers/C.D/u/m' },
      'c.d/u',
    ],
    ['azure.resource.parent', { ...operation, resourceId: '/subscriptions/s/providers/a.b/t/n' }, undefined],
    ['azure.resourceProvider', { ...operation, ResourceProviderValue: 'MICROSOFT.WEB' }, 'microsoft.web'],
  ])('%s of %o', (field, record, value) => {
    expect(readRow(field, record)).toStrictEqual(value);
  });
});

describe('actor fields', () => {
  it.each<Row>([
    ['azure.user', { ...claims({ [UPN]: 'u@x' }), caller: 'c@x' }, 'u@x'],
    ['azure.user', { ...operation, Caller: 'c@x' }, 'c@x'],
    ['azure.user', { ...claims({ appid: 'a' }), caller: 'c' }, 'a'],
    ['azure.user', claims({ name: 'John Doe', appid: 'a' }), 'a'],
    ['azure.user', claims({ name: 'john@x', appid: 'a' }), 'john@x'],
    ['azure.user', { ...operation, Claims: `{"${UPN}":"u@x"}` }, 'u@x'],
    ['azure.user', { ...operation, identity: 'someone' }, 'someone'],
    ['azure.user', { category: 'StorageRead', identity: { requester: { upn: 's@x' } } }, 's@x'],
    ['azure.user', { category: 'AuditEvent', identity: { claim: { [UPN]: 'k@x' } } }, 'k@x'],
    ['azure.user.type', claims({ appid: 'a' }), 'ServicePrincipal'],
    ['azure.user.type', claims({ appid: 'a', [UPN]: 'u@x' }), 'User'],
    ['azure.user.type', claims({ idtyp: 'app', [UPN]: 'u@x' }), 'ServicePrincipal'],
    ['azure.user.type', claims({ appid: 'a', xms_mirid: '/subscriptions/s' }), 'ManagedIdentity'],
    [
      'azure.user.type',
      { ...operation, identity: { authorization: { evidence: { principalType: 'Group' } } } },
      'Group',
    ],
    ['azure.user.ip', { ...operation, callerIpAddress: '1.1.1.1:57485' }, '1.1.1.1'],
    ['azure.user.ip', { ...operation, calleripaddress: '[2001:db8::1]:443' }, '2001:db8::1'],
    ['azure.user.ip', { ...operation, callerIpAddress: '2001:db8::1' }, '2001:db8::1'],
    ['azure.user.ip', { ...operation, httpRequest: '{"clientIpAddress":"1.2.3.4"}' }, '1.2.3.4'],
    ['azure.callerIP', claims({ ipaddr: '9.9.9.9' }), '9.9.9.9'],
    ['azure.user.mfa', claims({ amr: 'pwd' }), 'false'],
    ['azure.user.mfa', operation, undefined],
    ['azure.claims[appid]', claims({ AppId: 'A', appid: 'a' }), 'a'],
    ['azure.role', { ...operation, Authorization: '{"evidence":{"role":"Owner"}}' }, 'Owner'],
  ])('%s of %o', (field, record, value) => {
    expect(readRow(field, record)).toStrictEqual(value);
  });
});

describe('fields of requests', () => {
  const role = {
    properties: {
      RoleDefinitionId: '/x/roleDefinitions/8E3AF657-A8FF-443C-A75C-2FE8C4BCB635',
      principalId: 'p',
    },
  };
  const rule = {
    properties: {
      direction: 'Inbound',
      access: 'Allow',
      protocol: 'Tcp',
      sourceAddressPrefix: '*',
      destinationPortRanges: ['22', '3389'],
    },
  };
  const ruleWrite = { operationName: 'MICROSOFT.NETWORK/NETWORKSECURITYGROUPS/SECURITYRULES/WRITE' };
  const narrow = { properties: { ...rule.properties, sourceAddressPrefix: '10.0.0.0/8' } };
  const containerWrite = { operationName: 'Microsoft.Storage/storageAccounts/blobServices/containers/write' };

  it.each<Row>([
    ['azure.request[/a/b]', request({ a: { B: 1 } }), '1'],
    ['azure.request[/a]', { ...operation, properties: { requestBody: { a: 'x' } } }, 'x'],
    ['azure.request[/a]', request('not json'), undefined],
    ['azure.requestBody', request('not json'), 'not json'],
    ['azure.response[/id]', { ...operation, properties: { responseBody: '{"id":"r"}' } }, 'r'],
    ['azure.roleAssignment.roleId', request(role), '8e3af657-a8ff-443c-a75c-2fe8c4bcb635'],
    ['azure.roleAssignment.roleName', request(role), 'Owner'],
    ['azure.roleAssignment.principalId', request(role), 'p'],
    ['azure.roleAssignment.principalType', request(role), undefined],
    ['azure.roleAssignment.roleName', request({ properties: { roleDefinitionId: 'x' } }), undefined],
    ['azure.nsg.direction', request(rule, ruleWrite), 'Inbound'],
    ['azure.nsg.protocol', request(rule, ruleWrite), 'Tcp'],
    ['azure.nsg.sources', request(rule, ruleWrite), ['*']],
    ['azure.nsg.ports', request(rule, ruleWrite), ['22', '3389']],
    ['azure.nsg.public', request(rule, ruleWrite), 'true'],
    ['azure.nsg.public', request(narrow, ruleWrite), 'false'],
    ['azure.nsg.public', request(rule), undefined],
    ['azure.nsg.public', { ...operation, ...ruleWrite }, undefined],
    ['azure.nsg.access', { ...ruleWrite, properties: { responseBody: JSON.stringify(rule) } }, 'Allow'],
    ['azure.storage.publicAccess', request({ properties: { allowBlobPublicAccess: true } }), 'true'],
    ['azure.storage.publicAccess', request({ properties: { publicAccess: 'Blob' } }, containerWrite), 'Blob'],
    [
      'azure.storage.defaultAction',
      request({ properties: { networkAcls: { defaultAction: 'Allow' } } }),
      'Allow',
    ],
    ['azure.storage.authType', { category: 'StorageRead', identity: { type: 'SAS' } }, 'SAS'],
    [
      'azure.keyvault.objectId',
      { category: 'AuditEvent', properties: { id: 'https://v/secrets/s' } },
      'https://v/secrets/s',
    ],
    ['azure.alert.name', { category: 'Security', properties: { compromisedEntity: 'vm' } }, 'vm'],
    ['azure.httpMethod', { ...operation, httpRequest: { method: 'PUT' } }, 'PUT'],
    ['azure.uri', { ...operation, uri: 'https://x' }, 'https://x'],
  ])('%s of %o', (field, record, value) => {
    expect(readRow(field, record)).toStrictEqual(value);
  });
});

describe('fields of Entra records', () => {
  const signIn = (properties: object, members: object = {}): object => ({
    category: 'SignInLogs',
    ...members,
    properties,
  });
  const audit = (properties: object, members: object = {}): object => ({
    category: 'AuditLogs',
    ...members,
    properties,
  });
  const roleChange = {
    targetResources: [
      {
        type: 'User',
        modifiedProperties: [{ displayName: 'Role.DisplayName', newValue: '"Global Administrator"' }],
      },
    ],
  };

  it.each<Row>([
    ['entra.user', { category: 'ManagedIdentitySignInLogs', properties: { appDisplayName: 'app' } }, 'app'],
    ['entra.user', signIn({ appDisplayName: 'app' }, { identity: 'Someone' }), 'Someone'],
    ['entra.user', signIn({ servicePrincipalName: 'sp' }), 'sp'],
    ['entra.user', audit({ initiatedBy: { app: { displayName: 'Sync' } } }), 'Sync'],
    ['entra.initiator.type', audit({ initiatedBy: { app: { displayName: 'Sync' } } }), 'app'],
    ['entra.initiator.type', { category: 'ServicePrincipalSignInLogs', properties: {} }, 'app'],
    ['entra.initiator.type', audit({ initiatedBy: { user: { id: 'u' }, app: null } }), 'user'],
    ['entra.userRoles', audit({ initiatedBy: { user: { roles: ['r'] } } }), '["r"]'],
    ['entra.srcip', audit({ additionalDetails: [{ key: 'ipaddr', value: '1.2.3.4' }] }), '1.2.3.4'],
    ['entra.asn', signIn({ autonomousSystemNumber: 64500 }), 64500n],
    ['entra.geo.country_or_region', signIn({}, { location: 'DE' }), 'DE'],
    [
      'entra.geo.country_or_region',
      { Type: 'SigninLogs', Location: 'DE', LocationDetails: '{"city":"Bonn"}' },
      'DE',
    ],
    ['entra.geo.city', { Type: 'SigninLogs', Location: 'DE', LocationDetails: '{"city":"Bonn"}' }, 'Bonn'],
    ['entra.device.trustType', signIn({ deviceDetail: { trustType: 'Azure AD joined' } }), 'Azure AD joined'],
    [
      'entra.auth.methods',
      signIn({ authenticationDetails: '[{"authenticationMethod":"Password"},{}]' }),
      ['Password'],
    ],
    [
      'entra.ca.policies',
      signIn({
        appliedConditionalAccessPolicies: [
          { displayName: 'a', result: 'failure' },
          { displayName: 'b', result: 'notApplied' },
        ],
      }),
      ['a'],
    ],
    ['entra.risk.types', signIn({ riskEventTypes_v2: '["leakedCredentials"]' }), ['leakedCredentials']],
    ['entra.risk.types', signIn({ riskEventTypes: ['a', 'b'], riskEventTypes_v2: [] }), ['a', 'b']],
    [
      'entra.risk.types',
      { category: 'UserRiskEvents', properties: { riskEventType: 'anonymizedIPAddress' } },
      ['anonymizedIPAddress'],
    ],
    ['entra.risk.level', { category: 'RiskyUsers', properties: { riskLevel: 'high' } }, 'high'],
    [
      'entra.details[Root Key Type]',
      signIn({ authenticationProcessingDetails: [{ key: 'Root Key Type', value: 'x' }] }),
      'x',
    ],
    [
      'entra.details[rootkeytype]',
      signIn({ authenticationProcessingDetails: [{ key: 'Root Key Type', value: 'x' }] }),
      'x',
    ],
    ['entra.details[]', signIn({ authenticationProcessingDetails: [{ value: 'x' }] }), undefined],
    ['entra.role', audit(roleChange), 'Global Administrator'],
    [
      'entra.role',
      audit(
        { targetResources: [{ type: 'Role', displayName: 'Reader' }] },
        { operationName: 'Add member to role' },
      ),
      'Reader',
    ],
    [
      'entra.role',
      audit({ targetResources: [{ type: 'Role', displayName: 'Reader' }] }, { operationName: 'Update role' }),
      undefined,
    ],
    ['entra.targets.type[0]', audit(roleChange), ['User']],
    ['entra.modified.new[Role.DisplayName]', audit(roleChange), 'Global Administrator'],
    [
      'entra.modified.new[x]',
      audit({ targetResources: [{ modifiedProperties: [{ displayName: 'x', newValue: '[]' }] }] }),
      '[]',
    ],
    ['entra.tenantId', signIn({ homeTenantId: 'h' }), 'h'],
    [
      'entra.resourceId',
      audit({}, { resourceId: '/tenants/t/providers/Microsoft.aadiam' }),
      '/tenants/t/providers/Microsoft.aadiam',
    ],
    ['entra.operation', operation, undefined],
    ['entra.tenantId', { ...operation, tenantId: 't' }, undefined],
  ])('%s of %o', (field, record, value) => {
    expect(readRow(field, record)).toStrictEqual(value);
  });
});

describe('text that is not ASCII', () => {
  it.each<Row>([
    ['azure.operation', { operationName: 'É/WRITÉ' }, 'É/writÉ'],
    [
      'azure.resource',
      { ...operation, resourceId: '/SUBSCRIPTIONS/S/RESOURCEGROUPS/Ünï/' },
      '/subscriptions/s/resourcegroups/Ünï',
    ],
    ['azure.resourceGroup', { ...operation, resourceId: '/subscriptions/s/resourceGroups/Ünï' }, 'Ünï'],
  ])('%s of %o keeps its letters', (field, record, value) => {
    expect(readRow(field, record)).toStrictEqual(value);
  });
});
