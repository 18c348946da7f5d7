import { EGRESS_NOT_CONFIGURED, type EgressFacts } from '#src/core/egress.ts';
import { isEvidenceError } from '#src/core/errors.ts';
import { failure } from '#src/core/result.ts';
import type { EgressSetting } from '#src/core/school-network.ts';
import {
  isClockOff,
  timeAnswerOf,
  timeAnswerWords,
  type TimeAnswer,
  type TimeSource,
} from '#src/core/time-source.ts';
import type { App } from './app.ts';
import { record } from './recording.ts';

/** What is learnt of time and place once in a sitting, from those whom the school has named; from nobody else. */
export interface Surroundings {
  /** Asked again at each capture; null where none is configured. */
  readonly timeSource: TimeSource | null;
  /** Never rejects, and settles within seconds. */
  readonly egress: Promise<EgressFacts>;
  /** Null until there is an answer. */
  clock: TimeAnswer | null;
  learnt: EgressFacts | null;
}

/**
 * Ask what the school has configured, at a sitting's beginning. Nothing waits for it: each answer, or why
 * there is none, becomes an entry when it comes, and a clock that is off is told to both.
 */
export function lookAround(app: App): void {
  const { network, demonstration } = app.opened().vault.settings;
  const { timeServer } = network;
  const timeSource =
    timeServer === null ? null : app.ports.network.timeSource(timeServer, demonstration);
  const egress = learnEgress(app, network.egress, demonstration);
  const found: Surroundings = { timeSource, egress, clock: null, learnt: null };
  app.live.surroundings = found;
  void egress.then((learnt) => {
    if (learnt.how === 'not-configured' || app.live.surroundings !== found) return;
    found.learnt = learnt;
    note(app, { egress: learnt });
  });
  if (timeSource === null) return;
  void timeAnswerOf(timeSource, app.now(), timeSource.ask()).then((clock) => {
    if (app.live.surroundings !== found) return;
    found.clock = clock;
    note(app, { clock });
    if (isClockOff(clock)) warn(app, clock);
    app.changed();
  });
}

/** For an investigation that is opened later in the sitting: what is known already becomes entries of it. */
export function noteSurroundings(app: App): void {
  const { clock = null, learnt = null } = app.live.surroundings ?? {};
  note(app, {
    ...(clock === null ? {} : { clock }),
    ...(learnt === null ? {} : { egress: learnt }),
  });
}

async function learnEgress(
  app: App,
  setting: EgressSetting | null,
  allowLoopback: boolean,
): Promise<EgressFacts> {
  if (setting === null) return EGRESS_NOT_CONFIGURED;
  const { how } = setting;
  const nothing = { source: null, address: null, askedAt: null, error: null };
  if (how === 'typed-in') return { ...nothing, how, address: setting.address };
  const asked = { ...nothing, how, source: setting.source, askedAt: app.now() };
  try {
    return {
      ...asked,
      address: await app.ports.network.egressAddress(asked.source, allowLoopback),
    };
  } catch (error) {
    const known = isEvidenceError(error, 'EGRESS_UNKNOWN') ? error.message : 'it failed';
    return { ...asked, error: known.slice(0, 300) };
  }
}

function note(
  app: App,
  { clock, egress }: { readonly clock?: TimeAnswer; readonly egress?: EgressFacts },
): void {
  // With no investigation open it waits for one; after an end or a stop it is too late.
  if (app.live.sitting?.open !== true || app.live.stopped !== null) return;
  if ((app.live.investigation?.folded.state.sitting ?? null) === null) return;
  try {
    if (egress !== undefined && egress.how !== 'not-configured') {
      record(app, { kind: 'note-egress', ...egress, how: egress.how });
    }
    if (clock !== undefined) record(app, { kind: 'note-clock', ...clock });
  } catch (error) {
    const { code, message } = failure(error).error;
    app.live.notice ??= { code, message, at: app.now(), safe: null };
  }
  app.changed();
}

function warn(app: App, clock: TimeAnswer): void {
  const words = timeAnswerWords(clock);
  app.live.notice ??= {
    ...{ code: 'CLOCK_OFF', message: words, at: app.now() },
    safe: `${words}. Whoever controls the network could forge that, so it is one witness.`,
  };
}
