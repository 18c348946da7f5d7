/** Electron's event object: an ordinary object that remembers whether a handler objected. */
export interface HostEvent {
  preventDefault(): void;
  readonly defaultPrevented: boolean;
}

/**
 * @param details - further fields the event carries, such as `url`
 * @returns the event to hand to the listeners; ask `defaultPrevented` afterwards
 */
export function hostEvent<T extends object>(details: T): HostEvent & T {
  let prevented = false;
  const event: HostEvent = {
    preventDefault() {
      prevented = true;
    },
    get defaultPrevented() {
      return prevented;
    },
  };
  return Object.defineProperties(event, Object.getOwnPropertyDescriptors(details)) as HostEvent & T;
}
