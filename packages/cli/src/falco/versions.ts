// The versions that Falco's command line shows, and what stands for them here.
import { machine } from 'node:os';
import { ENGINE_VERSION } from '@windhover/ruleset';
import { PRODUCT_VERSION } from '../product-version.ts';

/** The Falco whose behaviour this command line has; tools that compare versions see a semantic version. */
export const FALCO_VERSION = `0.45.0+windhover.${PRODUCT_VERSION}`;
/** There is no libs here; the program itself stands in. */
const LIBS_VERSION = `windhover-${PRODUCT_VERSION}`;

const PLUGIN_API_VERSION = '3.12.0';
const DRIVER_API_VERSION = '10.0.0';
const DRIVER_SCHEMA_VERSION = '4.3.0';

/** `--version` as JSON, also part of `--support`. */
export function describeVersions(): Readonly<Record<string, string>> {
  return {
    default_driver_version: LIBS_VERSION,
    driver_api_version: DRIVER_API_VERSION,
    driver_schema_version: DRIVER_SCHEMA_VERSION,
    engine_version: ENGINE_VERSION.split('.')[1] ?? ENGINE_VERSION,
    engine_version_semver: ENGINE_VERSION,
    falco_version: FALCO_VERSION,
    libs_version: LIBS_VERSION,
    plugin_api_version: PLUGIN_API_VERSION,
  };
}

/** `--version` (spec outputs.md §10). */
export function printVersions(json: boolean): string {
  if (json) return `${JSON.stringify(describeVersions())}\n`;
  return [
    `Falco version: ${FALCO_VERSION}`,
    `Libs version:  ${LIBS_VERSION}`,
    `Plugin API:    ${PLUGIN_API_VERSION}`,
    `Engine:        ${ENGINE_VERSION}`,
    'Driver:',
    `  API version:    ${DRIVER_API_VERSION}`,
    `  Schema version: ${DRIVER_SCHEMA_VERSION}`,
    `  Default driver: ${LIBS_VERSION}`,
    '',
  ].join('\n');
}

/** The first line of a log. */
export function describeProgram(): string {
  return `Falco version: ${FALCO_VERSION} (${machine()})`;
}
