import { createHash } from 'node:crypto';

/** An object of the stand-in. */
export interface StoredObject {
  readonly key: string;
  readonly bytes: Buffer;
  readonly etag: string;
  readonly modifiedMs: number;
  /** Headers that come back as they were sent: content type and encoding, user metadata. */
  readonly headers: Readonly<Record<string, string>>;
}

/** A page of a listing. */
export interface ListPage {
  readonly objects: readonly StoredObject[];
  readonly prefixes: readonly string[];
  /** Where the next page starts; undefined on the last. */
  readonly next: string | undefined;
}

/** Where the events of a bucket are told. */
export interface Notification {
  readonly queueArn: string;
  readonly prefix: string;
  readonly suffix: string;
}

/** A bucket: objects by key, listed in the order of the bytes of their keys. */
export class Bucket {
  readonly name: string;
  readonly region: string;
  notifications: readonly Notification[] = [];
  /** Reading keys for which this holds is forbidden. */
  isForbidden: (key: string) => boolean = () => false;
  readonly #objects = new Map<string, StoredObject>();
  #sortedKeys: string[] | undefined;

  constructor(name: string, region: string) {
    this.name = name;
    this.region = region;
  }

  get(key: string): StoredObject | undefined {
    return this.#objects.get(key);
  }

  put(
    key: string,
    bytes: Buffer,
    modifiedMs: number,
    headers: Readonly<Record<string, string>>,
    etag?: string,
  ): StoredObject {
    const object = {
      key,
      bytes,
      modifiedMs,
      headers,
      etag: etag ?? createHash('md5').update(bytes).digest('hex'),
    };
    if (!this.#objects.has(key)) this.#sortedKeys = undefined;
    this.#objects.set(key, object);
    return object;
  }

  delete(key: string): void {
    if (this.#objects.delete(key)) this.#sortedKeys = undefined;
  }

  get size(): number {
    return this.#objects.size;
  }

  /**
   * Objects with `prefix` after the key `after`; with a delimiter, keys that go on after it are rolled up into one
   * prefix. `after` may be such a prefix: then all its keys are passed.
   */
  list(prefix: string, delimiter: string, after: string, maxKeys: number): ListPage {
    const objects: StoredObject[] = [];
    const prefixes: string[] = [];
    let last = '';
    for (const key of this.#keys()) {
      if (!key.startsWith(prefix) || compareBytes(key, after) <= 0) continue;
      const end = delimiter === '' ? -1 : key.indexOf(delimiter, prefix.length);
      const rolledUp = end < 0 ? undefined : key.slice(0, end + delimiter.length);
      if (rolledUp !== undefined && (rolledUp === prefixes.at(-1) || rolledUp === after)) continue;
      if (objects.length + prefixes.length >= maxKeys) return { objects, prefixes, next: last };
      if (rolledUp === undefined) objects.push(this.#objects.get(key)!);
      else prefixes.push(rolledUp);
      last = rolledUp ?? key;
    }
    return { objects, prefixes, next: undefined };
  }

  #keys(): readonly string[] {
    this.#sortedKeys ??= [...this.#objects.keys()].sort(compareBytes);
    return this.#sortedKeys;
  }
}

function compareBytes(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}
