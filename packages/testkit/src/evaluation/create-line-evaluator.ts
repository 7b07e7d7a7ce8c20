// Stands in for the engine where a test is about delivery: each line of an object is a record.

import type { ObjectEvaluator, RenderedAlert } from '@windhover/pipeline';

/**
 * An evaluator whose records are lines: `alert NAME` yields an alert with the id `NAME`, `bad …` is skipped as
 * `not-json`, `throw` breaks the evaluator, anything else matches nothing.
 */
export function createLineEvaluator(options: { readonly dependsOnOrder?: boolean } = {}): ObjectEvaluator {
  return {
    dependsOnOrder: options.dependsOnOrder ?? false,
    open(_object, receiver) {
      let pending = Buffer.alloc(0);
      const take = (line: string): void => {
        const [word, name] = line.split(' ');
        if (word === 'throw') throw new Error('the evaluator is broken');
        if (word === 'bad') return receiver.skip({ reason: 'not-json', detail: line });
        if (line === '') return;
        receiver.records(1);
        if (word === 'alert') receiver.alert(createAlert(name ?? ''));
      };
      return {
        write(chunk) {
          const lines = Buffer.concat([pending, chunk]).toString('latin1').split('\n');
          pending = Buffer.from(lines.pop() ?? '', 'latin1');
          for (const line of lines) take(line);
        },
        end: () => take(pending.toString('latin1')),
      };
    },
  };
}

/** An alert that carries nothing but its id. */
export function createAlert(id: string): RenderedAlert {
  return {
    alert: {
      id,
      rule: 'Line says alert',
      priority: 'Warning',
      source: 'lines',
      tags: [],
      timeNs: 0n,
      message: id,
      outputFields: new Map(),
    },
    text: `Warning ${id}`,
    json: JSON.stringify({ output: id }),
  };
}
