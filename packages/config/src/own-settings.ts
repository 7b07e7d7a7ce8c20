import type { z } from 'zod';
import type { ConfigNode } from './config-node.ts';
import { toPlain } from './config-node.ts';
import { formatKeyPath, locateKey } from './locate-key.ts';
import { ownSchema, type OwnSettings } from './own-schema.ts';

/** A mistake in our own keys, with the place where it stands. */
export interface ConfigProblem {
  /** e.g. `ingest[0].queue_url`. */
  readonly path: string;
  readonly message: string;
  readonly line: number;
  readonly column: number;
  /** The file, as the user named it; absent for values of options. */
  readonly file?: string;
}

export type OwnSettingsResult =
  | { readonly ok: true; readonly settings: OwnSettings }
  | { readonly ok: false; readonly problems: readonly ConfigProblem[] };

/** Check our own keys of the configuration and fill in defaults; Falco's keys are passed over. */
export function readOwnSettings(root: ConfigNode): OwnSettingsResult {
  const known = new Set(Object.keys(ownSchema.shape));
  const plain = toPlain(root) as Record<string, unknown>;
  const own = Object.fromEntries(
    Object.entries(plain).filter(([name, value]) => known.has(name) && value !== null),
  );
  const parsed = ownSchema.safeParse(own);
  if (parsed.success) return { ok: true, settings: parsed.data };
  return { ok: false, problems: parsed.error.issues.map((issue) => locateIssue(issue, root)) };
}

function locateIssue(issue: z.core.$ZodIssue, root: ConfigNode): ConfigProblem {
  const path = issue.path.map((step) => (typeof step === 'number' ? step : String(step)));
  return {
    path: formatKeyPath(path),
    message: issue.message.replace(/^[A-Z]/, (letter) => letter.toLowerCase()),
    ...locateKey(root, path),
  };
}
