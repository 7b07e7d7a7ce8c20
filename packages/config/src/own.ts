// Our own keys: what they may be, what is wrong with them, what they come to.

export { readOwnSettings, type OwnSettingsResult } from './own-settings.ts';
export { ownSchema } from './own-schema.ts';
export { listSchemaProblems } from './list-schema-problems.ts';
export { describeConfigSchema, describeOwnSchema, type OwnKeySchema } from './describe-config-schema.ts';
export { fillDefaults } from './fill-defaults.ts';
export { checkConfig, type ConfigCheck } from './check-config.ts';
