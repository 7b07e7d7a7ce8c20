const TAKEN: readonly (readonly [RegExp, string])[] = [
  [
    /not supported for numeric filters/,
    'numbers and flags take exists = != in intersects, and numbers also < <= > >=',
  ],
  [/not supported for string filters/, 'texts take every operator but bcontains and bstartswith'],
  [/not supported for ip address and network filters/, 'addresses take exists = != in intersects'],
  [
    /not supported list filters/,
    'lists take exists, in (every element is one of …) and intersects (at least one is)',
  ],
];

/** Which operators a field takes, for the message that it does not take one. */
export function hintOperatorOfType(message: string): readonly string[] {
  return TAKEN.filter(([pattern]) => pattern.test(message)).map(([, hint]) => hint);
}
