import type { ByteString } from '@windhover/bytes';
import type { YamlProblem } from './yaml-node.ts';

/** Ends the reading of a file at its first error; `readYaml` turns it into data. */
export class YamlFailure extends Error {
  readonly problem: YamlProblem;

  constructor(text: ByteString, message: string, start: number, end = start + 1) {
    super(message);
    const lineStart = start === 0 ? 0 : text.lastIndexOf('\n', start - 1) + 1;
    const isIndentedWithTab = /^ *\t/.test(text.slice(lineStart, start + 1));
    this.problem = { message, start, end, cause: isIndentedWithTab ? 'tab' : 'syntax' };
  }
}
