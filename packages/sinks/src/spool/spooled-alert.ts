import type { Alert } from '@windhover/engine';
import type { RenderedAlert } from '@windhover/pipeline';

/** An alert as text for the spool. Integers keep all digits, absent fields stay absent. */
export function writeSpooledAlert({ alert, text, json }: RenderedAlert): string {
  const fields = [...alert.outputFields].map(([name, value]) => [
    name,
    value === undefined ? { absent: true } : value,
  ]);
  return JSON.stringify({ text, json, alert: { ...alert, outputFields: fields } }, (_key, value: unknown) => {
    if (typeof value === 'bigint') return { integer: value.toString() };
    return value instanceof Uint8Array ? { bytes: [...value] } : value;
  });
}

/** The alert that `writeSpooledAlert` wrote. */
export function readSpooledAlert(body: string): RenderedAlert {
  const stored = JSON.parse(body, (_key, value: unknown) => {
    if (typeof value !== 'object' || value === null) return value;
    if ('integer' in value) return BigInt(value.integer as string);
    if ('bytes' in value) return Uint8Array.from(value.bytes as number[]);
    return value;
  }) as {
    text: string;
    json: string;
    alert: Omit<Alert, 'outputFields'> & { outputFields: [string, unknown][] };
  };
  const outputFields = new Map(
    stored.alert.outputFields.map(([name, value]) => [name, isAbsent(value) ? undefined : value]),
  );
  return {
    text: stored.text,
    json: stored.json,
    alert: { ...stored.alert, outputFields: outputFields as Alert['outputFields'] },
  };
}

function isAbsent(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'absent' in value;
}
