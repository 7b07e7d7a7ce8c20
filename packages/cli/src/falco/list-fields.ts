import type { FieldClass } from '../list/field-class.ts';
import { printFields, type ListFormat } from '../list/print-fields.ts';
import { writeText } from '../process-io.ts';
import { FalcoExit } from './falco-exit.ts';
import type { FalcoEnvironment } from './falco-environment.ts';
import { isGiven, valueOf, type FalcoSession } from './session.ts';

/** `--list[=SOURCE]` in the form of `--format`, `-N`, `-v` (spec outputs.md §10.1). */
export async function listFields(session: FalcoSession, environment: FalcoEnvironment): Promise<void> {
  const wanted = valueOf(session, 'list') ?? '';
  if (wanted !== '' && !environment.sources.includes(wanted)) {
    throw new FalcoExit('Value for --list must be a valid source type');
  }
  const classes = collectClasses(wanted === '' ? environment.sources : [wanted], environment);
  const text = printFields(classes, {
    format: readFormat(session),
    namesOnly: isGiven(session, 'names'),
    verbose: isGiven(session, 'verbose'),
  });
  await writeText(session.io.stdout, text);
}

function readFormat(session: FalcoSession): ListFormat {
  if (isGiven(session, 'markdown')) return 'markdown';
  return (valueOf(session, 'format') ?? 'text') as ListFormat;
}

/** A class that several sources have is listed once, with all of them. */
function collectClasses(sourceNames: readonly string[], environment: FalcoEnvironment): FieldClass[] {
  const collected = new Map<string, FieldClass>();
  for (const sourceName of sourceNames) {
    for (const { name, fields } of environment.catalogFor(sourceName)?.classes ?? []) {
      const eventSources = [...(collected.get(name)?.eventSources ?? []), sourceName];
      collected.set(name, { ...describeClass(name), name, eventSources, fields });
    }
  }
  return [...collected.values()];
}

function describeClass(name: string): Pick<FieldClass, 'shortDescription' | 'description'> {
  if (name === 'evt') {
    return {
      shortDescription: 'All event types',
      description: 'These fields can be used for all event types',
    };
  }
  return name === 'static'
    ? { shortDescription: 'Static fields', description: 'Constants from the configuration' }
    : { shortDescription: 'plugin' };
}
