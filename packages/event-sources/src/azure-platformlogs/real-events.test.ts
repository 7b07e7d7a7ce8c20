// Fields of real records by value; fixtures/README.md says where they come from.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fieldReader } from '../read-for-test.ts';
import { azurePlatformLogs } from './source.ts';

function readRecord(file: string, line: number): string {
  const text = readFileSync(join(import.meta.dirname, 'fixtures', `${file}.ndjson`), 'utf8');
  return text.split('\n')[line] as string;
}

type Fields = Readonly<Record<string, unknown>>;

describe('fields of real events', () => {
  it.each<[file: string, line: number, fields: Fields]>([
    [
      'otel-collector-contrib.activity-diag',
      0,
      {
        'azure.form': 'activity',
        'azure.category': 'Security',
        'azure.level': 'Informational',
        'azure.operation.action': 'action',
        'azure.result': 'accept',
        'azure.resourceGroup': undefined,
        'azure.resourceType': 'microsoft.security/locations/alerts',
        'azure.resourceName': '2518939942613820660_A48F8653-3FC6-4166-9F19-914F030A13D3',
        'azure.resource.parent': 'CENTRALUS',
        'azure.location': 'centralus',
        'azure.alert.severity': 'High',
        'azure.user': undefined,
        'entra.user': undefined,
        'evt.plugininfo':
          'Security - via - MICROSOFT.SECURITY/LOCATIONS/ALERTS/ACTIVATE/ACTION on 2518939942613820660_A48F8653-3FC6-4166-9F19-914F030A13D3 (accept)',
      },
    ],
    [
      'otel-collector-contrib.activity-diag',
      1,
      {
        'azure.form': 'activity',
        'azure.eventCategory': 'Policy',
        'azure.operation': 'microsoft.authorization/policies/audit/action',
        'azure.result': 'success',
        'azure.durationMs': 0n,
        'azure.subscriptionId': '11111111-1111-1111-1111-111111111111',
        'azure.resourceGroup': 'CONTOSO-RESOURCES',
        'azure.resourceProvider': 'microsoft.web',
        'azure.resource':
          '/subscriptions/11111111-1111-1111-1111-111111111111/resourcegroups/contoso-resources/providers/microsoft.web/sites/contoso-web-app',
        'azure.user': 'john.doe@contoso.com',
        'azure.user.objectId': 'aaaaaaaa-aaaa-aaaa-aaaa-aaaaaaaaaaaa',
        'azure.user.type': 'User',
        'azure.user.ip': '203.0.113.50',
        'azure.user.authMethods': 'pwd,mfa',
        'azure.user.mfa': 'true',
        'azure.claims[name]': 'John Doe',
        'azure.claims[Name]': undefined,
        'azure.authorization.action': 'Microsoft.Web/sites/write',
        'azure.role': 'Owner',
        'azure.hierarchy': undefined,
        'azure.policy.effect': 'AuditIfNotExists',
        'evt.plugininfo':
          'Policy john.doe@contoso.com via 203.0.113.50 MICROSOFT.AUTHORIZATION/POLICIES/AUDIT/ACTION on CONTOSO-WEB-APP (success)',
      },
    ],
    [
      'otel-collector-contrib.activity-diag',
      2,
      {
        'azure.time': '2025-04-15T10:16:33.9873441Z',
        'azure.result': 'start',
        'azure.resultDescription': 'some plain text status message',
        'azure.request[/properties/logs/1/category]': 'Security',
        'azure.request[/properties/LOGS/1/enabled]': 'true',
        'azure.request[/properties/logs/99/enabled]': undefined,
        'azure.request[/properties/eventHubName]': 'logs',
        'azure.response[/properties]': undefined,
        'azure.principal.type': 'User',
        'json.value[/category]': 'Administrative',
      },
    ],
    [
      'stratus-red-team-docs.activity-api',
      0,
      {
        'azure.form': 'activity_rest',
        'azure.category': undefined,
        'azure.eventCategory': 'Administrative',
        'azure.operationName': 'Microsoft.Compute/virtualMachines/runCommand/action',
        'azure.operation.display': 'Run Command on Virtual Machine',
        'azure.resultType': 'Succeeded',
        'azure.result': 'success',
        'azure.resourceGroup': 'rg-4x3tj2hb',
        'azure.resourceName': 'vm-4x3tj2hb',
        'azure.user': 'you@domain.tld',
      },
    ],
    [
      'stratus-red-team-docs.activity-api',
      1,
      {
        'azure.operation': 'microsoft.authorization/elevateaccess/action',
        'azure.statusCode': 'OK',
        'azure.resourceId': '/providers/Microsoft.Authorization',
        'azure.resourceType': undefined,
        'azure.authorization.scope': '/providers/Microsoft.Authorization',
      },
    ],
    [
      'stratus-red-team-docs.activity-excerpt',
      0,
      {
        'azure.form': 'activity',
        'azure.category': 'Administrative',
        'azure.operation': 'microsoft.web/sites/publishxml/action',
        'azure.result': 'success',
        'azure.resourceName': 'SRT-ASP-CRED',
      },
    ],
    [
      'stratus-red-team-docs.activity-excerpt',
      2,
      {
        'azure.form': 'resource',
        'azure.category': 'AuditEvent',
        'azure.eventCategory': undefined,
        'azure.operation.action': undefined,
        'azure.resourceType': 'microsoft.keyvault/vaults/keys',
        'azure.resource.parent': '<vault-name>',
      },
    ],
    [
      'stratus-red-team-docs.activity-excerpt',
      4,
      {
        'azure.form': 'entra_audit',
        'azure.user': 'user@example.com',
        'entra.logCategory': 'AuditLogs',
        'entra.eventCategory': 'AzureRBACRoleManagementElevateAccess',
        'entra.service': 'Azure RBAC (Elevated Access)',
        'entra.srcip': '1.2.3.4',
        'entra.result': 'success',
      },
    ],
    [
      'stratus-red-team-docs.resource-diag',
      0,
      {
        'azure.form': 'resource',
        'azure.operation': 'deleteblob',
        'azure.result': undefined,
        'azure.storage.account': 'my-storage-account',
        'azure.storage.object': '/my-storage-account/storage-container/somefolder/foo.bar',
      },
    ],
    [
      'stratus-red-team-docs.entra-audit-graph',
      0,
      {
        'azure.form': 'entra_audit',
        'azure.operation': 'invite external user',
        'entra.operation': 'Invite external user',
        'entra.logCategory': 'AuditLogs',
        'entra.eventCategory': 'UserManagement',
        'entra.user': '<inviter@tenant.tld>',
        'entra.userAgent': undefined,
        'entra.target.upn': '<invited-user-email>#EXT#@<tenant.tld>',
        'entra.details[invitedUserEmailAddress]': '<invited-user-email>',
        'entra.modified.names': undefined,
      },
    ],
    [
      'datadog-integrations-core.entra-audit-diag',
      0,
      {
        'azure.id': 'Directory_a13bd0fa-70d0-4e60-ae23-b687377b4695_VTP26_161277857',
        'azure.user': 'test.test@datadoghq.com',
        'azure.user.objectId': '018af091-5465-4aed-9d6f-8c40981b2375',
        'entra.operationType': 'Delete',
        'entra.userDisplayName': undefined,
        'entra.userAgent':
          'Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:141.0) Gecko/20100101 Firefox/141.0',
        'entra.target.type': 'User',
        'entra.target.name': undefined,
        'entra.targets.upn': ['deleted_user@datadoghq.com'],
        'entra.targets.upn[1]': undefined,
        'entra.modified.names': ['Is Hard Deleted'],
        'entra.modified.old[Is Hard Deleted]': undefined,
        'entra.modified.new[Is Hard Deleted]': 'False',
        'entra.modified.new[IsHardDeleted]': 'False',
        'entra.errorCode': undefined,
      },
    ],
    [
      'datadog-integrations-core.entra-signin-diag',
      0,
      {
        'azure.form': 'entra_signin',
        'azure.location': 'US',
        'azure.appId': '23523755-3a2b-41ca-9315-f81f3f566a95',
        'entra.user': 'testtest@datadoghq.com',
        'entra.initiator.type': 'user',
        'entra.app': 'ACOM Azure Website',
        'entra.resourceId': '00000002-0000-0000-c000-000000000000',
        'entra.result': 'success',
        'entra.errorCode': '0',
        'entra.geo.city': 'Kirkland',
        'entra.geo.lat': '47.654361724853516',
        'entra.device.deviceId': undefined,
        'entra.device.os': 'Windows 10',
        'entra.auth.succeeded': ['false'],
        'entra.auth.detail': ['MFA requirement satisfied by claim in the token'],
        'entra.ca.policies': ['Require MFA'],
        'entra.targets.name': undefined,
      },
    ],
    [
      'cribl-azure-graph-rest.entra-signin-graph',
      0,
      {
        'azure.form': 'entra_signin',
        'azure.category': undefined,
        'azure.result': 'success',
        'azure.resourceId': undefined,
        'azure.location': 'US',
        'azure.user.ip': '2600:100f:a100:735:2c45:127a:aaaa:0000',
        'entra.logCategory': 'SignInLogs',
        'entra.user': 'mscore@afos.io',
        'entra.resource': 'Microsoft Graph',
        'entra.isInteractive': 'true',
        'entra.ca.policies': ['Security Defaults'],
        'entra.risk.level': 'medium',
        'entra.risk.state': 'remediated',
        'entra.risk.types': undefined,
      },
    ],
    [
      'otrf-security-datasets.log-analytics',
      1,
      {
        'azure.form': 'entra_audit',
        'azure.tenantId': '00000000-0000-0000-0000-000000000000',
        'azure.resourceProvider': 'microsoft.aadiam',
        'entra.operationType': 'Assign',
        'entra.user': 'pgustavo@simulandlabs.com',
        'entra.userAgent':
          'Mozilla/5.0 (Windows NT; Windows NT 10.0; en-US) WindowsPowerShell/5.1.17763.1971',
        'entra.targets.name': ['Microsoft Graph'],
        'entra.targets.type': ['ServicePrincipal', 'ServicePrincipal'],
        'entra.targets.name[1]': undefined,
        'entra.modified.old[DelegatedPermissionGrant.Scope]': 'User.Read',
        'entra.modified.new[DelegatedPermissionGrant.Scope]': 'User.Read Mail.ReadWrite',
        'entra.details[user-agent]':
          'Mozilla/5.0 (Windows NT; Windows NT 10.0; en-US) WindowsPowerShell/5.1.17763.1971',
      },
    ],
    [
      'azuremonitoraddonforsplunk.resource-diag',
      0,
      {
        'azure.form': 'entra_audit',
        'azure.user': 'audrey.oliver@wingtiptoysonline.com',
        'entra.user': 'audrey.oliver@wingtiptoysonline.com',
        'entra.operation': 'Reset password (by admin)',
        'entra.operationType': 'Update',
        'entra.eventCategory': 'UserManagement',
        'entra.result': 'success',
        'entra.srcip': '51.141.30.89',
      },
    ],
  ])('%s %i', (file, line, fields) => {
    const read = fieldReader(azurePlatformLogs, readRecord(file, line));
    const got = Object.fromEntries(Object.keys(fields).map((text) => [text, read(text)]));
    expect(got).toStrictEqual(fields);
  });
});
