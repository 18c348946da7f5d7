import { EvidenceError } from '#src/core/errors.ts';
import { newId } from '#src/core/ids.ts';
import type { DecisionContext, PersonFacts } from '#src/investigation/decision.ts';
import { newLive, type Mode, type OpenInvestigation, type Opened } from './app-state.ts';
import type { AppPorts } from './ports.ts';
import type { Sitting } from '#src/vault/sitting.ts';

/**
 * What every use case works on: the ports and what lives in memory. It decides nothing; the rules are in
 * `src/investigation`, the acts in `cases/`.
 */
export class App {
  readonly ports: AppPorts;
  mode: Mode = { kind: 'starting' };
  live = newLive();
  /** Goes up at every stop and pause: work that awaited something checks that it is still wanted. */
  epoch = 0;
  readonly #onChange: () => void;

  /** @param onChange - called after everything that a screen may show has changed */
  constructor(ports: AppPorts, onChange: () => void) {
    this.ports = ports;
    this.#onChange = onChange;
  }

  /** Tell the screens. */
  changed(): void {
    this.#onChange();
  }

  /** RFC 3339 UTC. */
  now(): string {
    return this.ports.clock.now();
  }

  newId(): string {
    return newId(this.ports.random);
  }

  /** The open vault. @throws {EvidenceError} VAULT_NOT_SET_UP, COMMAND_REFUSED - there is none */
  opened(): Opened {
    if (this.mode.kind === 'open') return this.mode;
    if (this.mode.kind === 'setup') {
      throw new EvidenceError('VAULT_NOT_SET_UP', 'vault expected to be set up first');
    }
    throw new EvidenceError('COMMAND_REFUSED', 'the vault is not open');
  }

  /**
   * Whoever is signed in. @throws {EvidenceError} SITTING_NONE - nobody
   * @throws {EvidenceError} VAULT_STOPPED - the computer is stopped
   */
  sitting(): Sitting {
    this.assertNotStopped();
    const { sitting } = this.live;
    if (sitting === null)
      throw new EvidenceError('SITTING_NONE', 'two people expected to be signed in, got nobody');
    return sitting;
  }

  /**
   * Whoever is signed in, for what ends with the twelve hours that two people may sit.
   * @throws {EvidenceError} SITTING_NONE, SITTING_EXPIRED, VAULT_STOPPED
   */
  sittingInTime(): Sitting {
    const sitting = this.sitting();
    if (sitting.open) return sitting;
    throw new EvidenceError('SITTING_EXPIRED', 'the sitting has run out: both sign in again');
  }

  /** The open investigation. @throws {EvidenceError} SITTING_NONE, COMMAND_REFUSED, VAULT_STOPPED */
  investigation(): OpenInvestigation {
    this.sitting();
    const { investigation } = this.live;
    if (investigation === null)
      throw new EvidenceError('COMMAND_REFUSED', 'no investigation is open');
    return investigation;
  }

  /** @throws {EvidenceError} VAULT_STOPPED - only what follows a stop may be done now */
  assertNotStopped(): void {
    if (this.live.stopped?.holdsComputer !== true) return;
    throw new EvidenceError('VAULT_STOPPED', 'computer expected to be in use, got a stopped one');
  }

  /** A check for after an `await`: throws when a stop or a pause came in between. */
  stillWanted(): () => void {
    const { epoch } = this;
    return () => {
      if (this.epoch === epoch) return;
      this.assertNotStopped();
      throw new EvidenceError('SITTING_PAUSED', 'sitting expected to go on, got paused');
    };
  }

  /** What the rules need to know about people, place and time. */
  context(signerIds: readonly string[] = []): DecisionContext {
    const { vault } = this.opened();
    const { sitting } = this.live;
    const at = this.now();
    return {
      at,
      computerId: vault.settings.computer.computerId,
      people: this.people(),
      sitting:
        sitting === null ? null : { personIds: sitting.personIds, expired: at > sitting.expiresAt },
      signerIds,
    };
  }

  /** Everyone with an account, as the rules see them. */
  people(): ReadonlyMap<string, PersonFacts> {
    return new Map(
      this.opened()
        .vault.people()
        .map((person) => [person.personId, person]),
    );
  }
}
