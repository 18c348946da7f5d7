/** A proxy wants a name and password before it passes a request on. All of it is the proxy's word. */
export interface ProxyChallenge {
  /** Without brackets, lower case. */
  readonly host: string;
  readonly port: number;
  readonly realm: string;
  /** `basic`, `digest`, `ntlm` … */
  readonly scheme: string;
  /** The request that waits. */
  readonly address: string;
  /** False where this very request was answered before. */
  readonly isFirst: boolean;
}

/** A name and password as somebody typed them: in memory only. */
export interface ProxyLogin {
  readonly name: string;
  readonly password: string;
}

/** Lets the request go on, with a name and password or without. Called once. */
export type AnswerChallenge = (login: ProxyLogin | null) => void;

type Taker = (challenge: ProxyChallenge, answer: AnswerChallenge) => boolean;

/** Carries a proxy's challenge to the view whose request waits; what nobody takes is refused. */
export class ProxyChallenges {
  readonly #takers = new Map<number, Taker>();

  /**
   * Take one view's challenges.
   * @param taker - false where the challenge is none that people may be asked about
   * @returns a function that ends it
   */
  listen(webContentsId: number, taker: Taker): () => void {
    this.#takers.set(webContentsId, taker);
    return () => {
      if (this.#takers.get(webContentsId) === taker) this.#takers.delete(webContentsId);
    };
  }

  /** @returns false when nobody takes it: it has to be answered with nothing */
  take(webContentsId: number, challenge: ProxyChallenge, answer: AnswerChallenge): boolean {
    return this.#takers.get(webContentsId)?.(challenge, answer) ?? false;
  }
}
