/** The keys of a plugin's `init_config`, read as leniently as Falco passes them on: as a map, or as the text of one. */
export interface InitConfig {
  has(name: string): boolean;
  /** Empty when it is absent. */
  text(name: string): string;
  /** Undefined when it is absent, or no whole number. */
  integer(name: string): number | undefined;
  flag(name: string, fallback: boolean): boolean;
  /** The member that is a map; one without keys when it is absent. */
  map(name: string): InitConfig;
}

export function readInitConfig(value: unknown): InitConfig {
  const members = readMembers(value);
  const text = (name: string): string => {
    const member = members[name];
    return member === undefined || member === null || typeof member === 'object' ? '' : String(member).trim();
  };
  return {
    has: (name) => members[name] !== undefined && members[name] !== null,
    text,
    integer: (name) => (/^-?\d{1,15}$/.test(text(name)) ? Number(text(name)) : undefined),
    flag: (name, fallback) => (text(name) === '' ? fallback : text(name) === 'true'),
    map: (name) => readInitConfig(members[name]),
  };
}

function readMembers(value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value };
  if (typeof value !== 'string' || value.trim() === '') return {};
  try {
    const parsed: unknown = JSON.parse(value);
    return typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed) ? { ...parsed } : {};
  } catch {
    return {};
  }
}
