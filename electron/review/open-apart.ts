import type { WebContentsView } from 'electron';
import type { ApartPage, ReviewEvent, SiteAllowance, ViewBounds } from '#src/app/ports.ts';
import type { DevTools } from '#src/capture/devtools-port.ts';
import { EvidenceError } from '#src/core/errors.ts';
import type { ReviewStage } from '../windows.ts';
import { ReviewView, type ReviewViewInput } from './review-view.ts';

/** A page opened beside the one under review, and how it is taken away from outside. */
export interface Apart {
  /** Once it has loaded. */
  readonly page: Promise<ApartPage>;
  /** Take it away at once. Safe to call twice. */
  close(): void;
}

/**
 * Open an address in a view that is never shown: the same view as any under review, on a stage that gives it its
 * size and no room to be seen.
 * @param input - as for a view under review
 * @param options.address - decided already
 * @param options.bounds - of the page under review, so that both are laid out alike
 * @param options.allowances - of the page under review, so that both may ask for the same
 */
export function openApart(
  input: Omit<ReviewViewInput, 'emit' | 'isApart'>,
  options: {
    readonly address: string;
    readonly bounds: ViewBounds;
    readonly allowances: readonly SiteAllowance[];
    /** Its proxy wants a name and password, as that of the page under review did. */
    readonly proxyAsks: (event: ReviewEvent) => void;
    readonly prepare: (devtools: DevTools) => Promise<void>;
    readonly signal: AbortSignal;
  },
): Apart {
  const { signal } = options;
  const loaded = Promise.withResolvers<undefined>();
  const view = new ReviewView({
    ...input,
    isApart: true,
    stage: unseen(input.stage),
    emit: (event) => {
      if (event.kind === 'proxy-asks') options.proxyAsks(event);
      const failure = failureIn(event);
      if (failure !== null) loaded.reject(failure);
      else if (event.kind === 'finished') loaded.resolve(undefined);
    },
  });
  const close = (): void => {
    signal.removeEventListener('abort', close);
    loaded.reject(stopped());
    view.close();
    input.session.clear();
  };
  // Until it is awaited below it must not count as unhandled.
  loaded.promise.catch(() => undefined);
  const open = async (): Promise<ApartPage> => {
    try {
      if (signal.aborted) throw stopped();
      signal.addEventListener('abort', close);
      view.setBounds(options.bounds);
      view.allow(options.allowances);
      await Promise.race([view.load(options.address, options.prepare), loaded.promise]);
      await loaded.promise;
      return { devtools: view.devtools, close };
    } catch (thrown) {
      close();
      throw thrown;
    }
  };
  return { page: open(), close };
}

/** A stage that lays a view out and says that there is no room for it, so that its curtain stays closed. */
function unseen(stage: ReviewStage): ReviewStage {
  return {
    place(view) {
      stage.place(view);
    },
    placeUnder(view) {
      stage.placeUnder(view);
    },
    remove(view) {
      stage.remove(view);
    },
    arrange(view: WebContentsView, wanted: ViewBounds) {
      stage.arrange(view, wanted);
      return false;
    },
    takeKeyboard() {
      stage.takeKeyboard();
    },
  };
}

function failureIn(event: ReviewEvent): EvidenceError | null {
  if (event.kind !== 'failed') return null;
  return new EvidenceError(event.code, `page expected to load again, got ${event.detail}`);
}

function stopped(): EvidenceError {
  return new EvidenceError('CAPTURE_STOPPED', 'page expected to be asked for again, got a stop');
}
