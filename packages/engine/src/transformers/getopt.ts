import type { ByteString } from '@windhover/bytes';

/** An option met on the command line: its letter and, if it takes one, its argument. */
interface FoundOption {
  readonly letter: ByteString;
  /** False: the letter is not in the option string. */
  readonly known: boolean;
  readonly takesArgument: boolean;
  /** Undefined where the option takes none, or the list ended before it. */
  readonly value?: ByteString;
}

/**
 * `getopt(list, options)`: letters and arguments of the short options in order; `?` for an unknown letter and
 * one empty string for an option whose argument is missing. Spec condition-language.md §6.2.
 */
export function listOptions(words: readonly ByteString[], options: ByteString): ByteString[] {
  const result: ByteString[] = [];
  for (const option of findOptions(words, options)) {
    if (!option.known) result.push('?');
    else if (!option.takesArgument) result.push(option.letter);
    else if (option.value === undefined) result.push('');
    else result.push(option.letter, option.value);
  }
  return result;
}

/**
 * `getopt(list, options)[letter]`: the argument of the last such option, the letter itself for a flag, an empty
 * string for a missing argument; undefined where the option does not occur.
 */
export function selectOption(
  words: readonly ByteString[],
  options: ByteString,
  letter: ByteString,
): ByteString | undefined {
  let result: ByteString | undefined;
  for (const option of findOptions(words, options)) {
    if (!option.known || option.letter !== letter) continue;
    result = option.takesArgument ? (option.value ?? '') : letter;
  }
  return result;
}

function* findOptions(words: readonly ByteString[], options: ByteString): Generator<FoundOption> {
  for (let index = 0; index < words.length; index++) {
    const word = words[index] ?? '';
    if (!word.startsWith('-') || word === '-' || word === '--') return;
    if (word.startsWith('--')) continue;
    for (let at = 1; at < word.length; at++) {
      const letter = word.charAt(at);
      const place = letter === ':' ? -1 : options.indexOf(letter);
      const known = place >= 0;
      const takesArgument = known && options.charAt(place + 1) === ':';
      if (!takesArgument) {
        yield { letter, known, takesArgument };
        continue;
      }
      const value = at + 1 < word.length ? word.slice(at + 1) : words[++index];
      yield value === undefined ? { letter, known, takesArgument } : { letter, known, takesArgument, value };
      break;
    }
  }
}
