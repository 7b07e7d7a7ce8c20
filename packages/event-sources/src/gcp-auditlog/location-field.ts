import type { ByteString } from '@windhover/bytes';
import type { JsonNode } from '@windhover/json';
import { declareField } from '../declare-field.ts';
import type { Compatibility, FieldDeclaration } from '../field.ts';
import { readStringOnly, readText } from '../read-value.ts';

/** `gcp.location`: location or region, or else the region of the zone. */
export function createLocationField(compatibility: Compatibility): FieldDeclaration {
  return declareField({
    name: 'gcp.location',
    description: 'Region or other location of the resource.',
    paths: ['resource.labels.location', 'resource.labels.region', 'resource.labels.zone'],
    read: ([location, region, zone]) =>
      readText(location) ?? readText(region) ?? readRegionOfZone(zone, compatibility),
  });
}

/** Defect G3: Falco's plugin cuts two bytes off every zone, also off `global`. */
function readRegionOfZone(zone: JsonNode | undefined, compatibility: Compatibility): ByteString | undefined {
  const name = readStringOnly(zone);
  if (!name) return undefined;
  if (compatibility === 'fixed') return name.replace(/-[a-z]$/, '');
  return name.length > 2 ? name.slice(0, -2) : name;
}
