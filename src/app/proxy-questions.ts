import type { ReviewView } from '#src/contract/views.ts';
import { EvidenceError } from '#src/core/errors.ts';
import type { EventOf } from '#src/investigation/events.ts';
import { reviewRefusal } from '#src/investigation/visiting.ts';
import type { App } from './app.ts';
import type { ProxyLogin, ReviewEvent } from './ports.ts';
import { record, refusalError } from './recording.ts';

/** How often a name and password may be typed for one proxy while a page is open. */
const MAX_TRIES = 3;

type Asked = Extract<ReviewEvent, { kind: 'proxy-asks' }>;
type LogInEvent = EventOf<'proxy-log-in'>;

/**
 * What the school's proxies want to be told. Names and passwords are in memory only, for each proxy and realm,
 * until the sitting ends; no entry, record or message holds one.
 */
export interface ProxyQuestions {
  readonly logins: Map<string, ProxyLogin>;
  /** Open ones, oldest first: the screen shows one at a time. */
  open: readonly Asked[];
  /** How often each was typed for the page that is open. */
  readonly tries: Map<string, number>;
  /** What is on record for the page that is open as answered from memory. */
  readonly reused: Set<string>;
}

/** Nothing asked, nothing known. */
export function noProxyQuestions(): ProxyQuestions {
  return { logins: new Map(), open: [], tries: new Map(), reused: new Set() };
}

/** The page is gone, and with it what it waited for. */
export function dropProxyQuestions(proxy: ProxyQuestions): void {
  proxy.open = [];
  proxy.tries.clear();
  proxy.reused.clear();
}

/** The sitting is over, paused or stopped: what was typed is forgotten. */
export function forgetProxyLogins(proxy: ProxyQuestions): void {
  dropProxyQuestions(proxy);
  proxy.logins.clear();
}

/**
 * The proxy wants a name and password: it gets what was typed before in this sitting, or the two are asked. It is
 * the browser that makes sure that no page can bring this about.
 */
export function onProxyAsks(app: App, asked: Asked): void {
  const { proxy } = app.live;
  const key = keyOf(asked);
  if (asked.wrong) {
    proxy.logins.delete(key);
    note(app, asked, 'wrong');
  }
  const known = proxy.logins.get(key);
  if (known !== undefined) {
    if (!proxy.reused.has(key)) note(app, asked, 'answered-as-before');
    proxy.reused.add(key);
    app.ports.browser.answerProxy(asked.questionId, known);
    return;
  }
  // A page that nobody sees asks nobody.
  if (asked.isApart || triesLeft(proxy, asked) === 0) {
    note(app, asked, 'given-up');
    app.ports.browser.answerProxy(asked.questionId, null);
    return;
  }
  if (!asked.wrong) note(app, asked, 'asked');
  proxy.open = [...proxy.open, asked];
}

/**
 * Answer what the screen shows.
 * @param login - null gives up
 * @throws {EvidenceError} SITTING_…, COMMAND_REFUSED - as for any act of a review
 * @throws {EvidenceError} COMMAND_REFUSED - the proxy doesn't wait for it any more
 */
export function answerProxyQuestion(app: App, questionId: string, login: ProxyLogin | null): void {
  const refusal = reviewRefusal(app.investigation().folded.state, app.context());
  if (refusal !== null) throw refusalError(refusal);
  const { proxy } = app.live;
  const asked = proxy.open.find((one) => one.questionId === questionId);
  if (asked === undefined)
    throw new EvidenceError('COMMAND_REFUSED', 'the proxy does not wait for an answer any more');
  note(app, asked, login === null ? 'given-up' : 'answered');
  proxy.open = proxy.open.filter((one) => one !== asked);
  if (login === null) {
    app.ports.browser.answerProxy(questionId, null);
    return;
  }
  const key = keyOf(asked);
  proxy.tries.set(key, (proxy.tries.get(key) ?? 0) + 1);
  proxy.logins.set(key, login);
  // What was just typed is no repetition for the requests that follow.
  proxy.reused.add(key);
  app.ports.browser.answerProxy(questionId, login);
}

/** The question on the screen; null while there is none. */
export function proxyQuestionView({ live }: App): ReviewView['proxyQuestion'] {
  const [asked] = live.proxy.open;
  if (asked === undefined) return null;
  const { questionId, proxy, wrong } = asked;
  return { questionId, proxy, wrong, triesLeft: triesLeft(live.proxy, asked) };
}

function note(app: App, { proxy, scheme }: Asked, what: LogInEvent['what']): void {
  const visitId = app.investigation().folded.state.currentVisitId;
  if (visitId === null) return;
  const said = { visitId, proxy: proxy.slice(0, 300), scheme: scheme.slice(0, 40), what };
  record(app, { kind: 'observe', observation: { kind: 'proxy-log-in', ...said } });
}

function triesLeft({ tries }: ProxyQuestions, asked: Asked): number {
  return Math.max(0, MAX_TRIES - (tries.get(keyOf(asked)) ?? 0));
}

function keyOf({ proxy, realm }: Asked): string {
  return `${proxy} ${realm}`;
}
