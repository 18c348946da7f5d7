import type { Countersign } from '#src/app/countersign.ts';
import type { RefusedByBrowser } from '#src/app/ports.ts';
import type { AppView } from '#src/contract/views.ts';
import type { KeyTargets } from './guard/guard-keys.ts';

/** The part of the application that keys and guards lead to. */
type Controlled = Pick<
  Countersign,
  'stop' | 'stopKeyTried' | 'activity' | 'recordRefusal' | 'view' | 'onView'
>;

/**
 * Where the keys and refusals of every view lead: nowhere until there is an application, then to it. The
 * STOP key is remembered from the newest view, so that a stop waits for no view to be made.
 */
export class Controls implements KeyTargets {
  #target: Controlled | null = null;
  #key = { key: '', inSetUp: false };

  /** From now on everything leads to this application. Call it once, when it has started. */
  connect(target: Controlled): void {
    this.#target = target;
    this.#remember(target.view());
    target.onView((view) => {
      this.#remember(view);
    });
  }

  stopKey(): { readonly key: string; readonly inSetUp: boolean } {
    return this.#key;
  }

  stop(): void {
    this.#target?.stop();
  }

  tried(key: string): void {
    this.#target?.stopKeyTried(key);
  }

  activity(): void {
    this.#target?.activity();
  }

  /** A refusal that belongs to no page under review: the screens, a printing view, a view that is gone. */
  stray(what: RefusedByBrowser): void {
    this.#target?.recordRefusal('outside-review', { what });
  }

  #remember(view: AppView): void {
    this.#key = { key: view.stopKey, inSetUp: view.screen.kind === 'setup' };
  }
}
