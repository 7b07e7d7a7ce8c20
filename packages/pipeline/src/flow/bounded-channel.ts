/** Hands values from those who send to one who receives; sending waits while the channel is full. */
export interface BoundedChannel<Value> {
  /** Resolves when there was room; false when the channel is closed and the value was not taken. */
  send(value: Value): Promise<boolean>;
  /** All values until the channel is closed and empty; throws what it was failed with. */
  receive(): AsyncGenerator<Value>;
  /** No more values come. With an error the receiver is told after what was sent before. */
  close(error?: Error): void;
}

/** A channel that holds up to `capacity` values nobody has received yet. */
export function createBoundedChannel<Value>(capacity: number): BoundedChannel<Value> {
  const values: Value[] = [];
  const waitingForRoom: (() => void)[] = [];
  let wakeReceiver: (() => void) | undefined;
  let isClosed = false;
  let failure: Error | undefined;

  const wakeSender = (): void => waitingForRoom.shift()?.();
  return {
    async send(value) {
      while (!isClosed && values.length >= capacity) {
        await new Promise<void>((resolve) => waitingForRoom.push(resolve));
      }
      if (isClosed) return false;
      values.push(value);
      wakeReceiver?.();
      return true;
    },
    async *receive() {
      for (;;) {
        while (values.length > 0) {
          const value = values.shift()!;
          wakeSender();
          yield value;
        }
        if (failure !== undefined) throw failure;
        if (isClosed) return;
        await new Promise<void>((resolve) => (wakeReceiver = resolve));
        wakeReceiver = undefined;
      }
    },
    close(error) {
      isClosed = true;
      failure ??= error;
      wakeReceiver?.();
      while (waitingForRoom.length > 0) wakeSender();
    },
  };
}
