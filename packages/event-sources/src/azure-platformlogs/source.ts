import type { EventSource } from '../event-source.ts';
import { createUnitRecordCutter } from '../record-cutter.ts';
import { admission } from './admission.ts';
import { azureFields } from './fields.ts';
import { identity } from './identity.ts';
import { pluginInfo } from './plugin-info.ts';
import { recogniseAzure } from './recognise.ts';
import { azureUnits } from './units.ts';

/** Azure Activity Log, resource logs and Microsoft Entra ID. Falco has no plugin for them: this is a design of our own. */
export const azurePlatformLogs: EventSource = {
  name: 'azure_platformlogs',
  aliases: ['azureaudit', 'azure_activity', 'azure_activitylog'],
  partialAliases: [{ name: 'entra', condition: 'azure.form startswith entra_' }],
  plugin: { name: 'azure', version: '0.1.0' },
  description: 'Azure Activity Log, resource logs and Microsoft Entra ID',
  fields: () => azureFields,
  pluginInfo: () => pluginInfo,
  units: azureUnits,
  admission: () => admission,
  identity,
  recognise: (unit) => recogniseAzure(unit),
  createCutter: (options) => createUnitRecordCutter(azurePlatformLogs, options),
};
