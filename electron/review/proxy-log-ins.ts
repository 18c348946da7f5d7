import type { ReviewEvent } from '#src/app/ports.ts';
import { newId, type RandomBytes } from '#src/core/ids.ts';
import { proxyName } from '../guard/decide-way.ts';
import type { AnswerChallenge, ProxyChallenge, ProxyLogin } from '../guard/proxy-challenges.ts';

type AskEvent = Extract<ReviewEvent, { kind: 'proxy-asks' }>;

/** The view whose requests wait. */
export interface ProxyAsker {
  /** The page that is never shown: nobody is asked because of it. */
  readonly isApart: boolean;
  readonly emit: (event: AskEvent) => void;
  /** A question is open: the page's time stands still. */
  readonly held: () => void;
  readonly goOn: () => void;
  /** The request goes without a name and password; where it is the page's own, the page comes to nothing. */
  readonly gaveUp: (address: string) => void;
}

interface Waiting {
  readonly address: string;
  readonly answer: AnswerChallenge;
}

interface Question {
  readonly key: string;
  readonly view: ViewState;
  readonly waiting: Waiting[];
}

interface ViewState {
  readonly asker: ProxyAsker;
  readonly given: Map<string, { readonly login: ProxyLogin; readonly turn: number }>;
  /** Which turn's answer each request was last given. */
  readonly turns: Map<string, number>;
  readonly refused: Set<string>;
  isClosed: boolean;
}

/** One view's way in. */
export interface ProxyDesk {
  challenge(challenge: ProxyChallenge, answer: AnswerChallenge): void;
  /** The view is gone: everything that waits is answered with nothing. */
  close(): void;
}

/**
 * Gathers the challenges of a proxy into questions, one for each proxy, realm and view, and hands the answer
 * to every request that waits for it. It keeps a name and password no longer than its view.
 */
export class ProxyLogIns {
  readonly #random: RandomBytes;
  readonly #questions = new Map<string, Question>();

  constructor(random: RandomBytes) {
    this.#random = random;
  }

  /** A desk for one view. */
  desk(asker: ProxyAsker): ProxyDesk {
    const view: ViewState = {
      ...{ asker, given: new Map(), turns: new Map(), refused: new Set(), isClosed: false },
    };
    return {
      challenge: (challenge, answer) => {
        this.#challenge(view, challenge, answer);
      },
      close: () => {
        view.isClosed = true;
        view.given.clear();
        for (const [questionId, question] of this.#questions) {
          if (question.view !== view) continue;
          this.#questions.delete(questionId);
          for (const { answer } of question.waiting) answer(null);
        }
      },
    };
  }

  /** Answer a question; one that is open no more is left alone. @param login - null gives up */
  answer(questionId: string, login: ProxyLogin | null): void {
    const question = this.#questions.get(questionId);
    if (question === undefined) return;
    this.#questions.delete(questionId);
    const { view, key, waiting } = question;
    if (login === null) {
      view.refused.add(key);
      for (const one of waiting) giveUp(view, one);
    } else {
      const turn = (view.given.get(key)?.turn ?? 0) + 1;
      view.given.set(key, { login, turn });
      for (const one of waiting) give(view, one, login, turn);
    }
    if (![...this.#questions.values()].some((one) => one.view === view)) view.asker.goOn();
  }

  #challenge(view: ViewState, challenge: ProxyChallenge, answer: AnswerChallenge): void {
    const { address, isFirst, realm, scheme } = challenge;
    const proxy = proxyName(challenge);
    const key = `${proxy} ${realm}`;
    const waiting = { address, answer };
    if (view.isClosed || view.refused.has(key)) {
      giveUp(view, waiting);
      return;
    }
    const open = [...this.#questions.values()].find((one) => one.view === view && one.key === key);
    if (open !== undefined) {
      open.waiting.push(waiting);
      return;
    }
    const given = view.given.get(key);
    const wrong = given !== undefined && !isFirst && view.turns.get(address) === given.turn;
    if (given !== undefined && !wrong) {
      give(view, waiting, given.login, given.turn);
      return;
    }
    const questionId = newId(this.#random);
    this.#questions.set(questionId, { key, view, waiting: [waiting] });
    view.asker.held();
    const { isApart } = view.asker;
    view.asker.emit({ kind: 'proxy-asks', questionId, proxy, realm, scheme, wrong, isApart });
  }
}

function give(view: ViewState, waiting: Waiting, login: ProxyLogin, turn: number): void {
  if (view.turns.size > 5_000) view.turns.clear();
  view.turns.set(waiting.address, turn);
  waiting.answer(login);
}

function giveUp(view: ViewState, { address, answer }: Waiting): void {
  // The page ends before its request goes on: what the proxy answered is no page.
  if (!view.isClosed) view.asker.gaveUp(address);
  answer(null);
}
