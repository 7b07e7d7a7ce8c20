import { type ByteString, decodeByteString } from '@windhover/bytes';
import { RE2JS } from 're2js';
import { parsePosixRegex } from './parse-posix-regex.ts';

export type CompiledRegex =
  | {
      readonly ok: true;
      /** True if the pattern matches the whole of `value`, whose invalid UTF-8 counts as U+FFFD. Linear time. */
      matches(value: ByteString): boolean;
    }
  | { readonly ok: false; readonly message: ByteString };

/** The `regex` operator's pattern, ready to match (spec condition-language.md §10.1). Reports RE2's message. */
export function compilePosixRegex(pattern: ByteString): CompiledRegex {
  const parsed = parsePosixRegex(pattern);
  if (!parsed.ok) return parsed;
  const regex = RE2JS.compile(parsed.source);
  return { ok: true, matches: (value) => regex.testExact(decodeByteString(value)) };
}
