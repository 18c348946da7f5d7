import { proposeAgain } from './again.ts';
import { proposeArchive } from './archiving.ts';
import { create } from './authority.ts';
import * as capturing from './capturing.ts';
import type { Command, CommandKind, CommandOf } from './commands.ts';
import { compareExhibits } from './comparing.ts';
import { otherComputer, replaceComputer } from './computer.ts';
import { refuse, type Decision, type DecisionContext, type Refusal } from './decision.ts';
import * as excepting from './excepting.ts';
import * as exporting from './exporting.ts';
import { judge } from './judging.ts';
import * as marking from './marking.ts';
import * as noting from './noting.ts';
import * as phases from './phases.ts';
import * as signing from './signing.ts';
import * as sittings from './sittings.ts';
import type { InvestigationState } from './state.ts';
import * as stopping from './stopping.ts';
import * as visiting from './visiting.ts';

type Decide<K extends CommandKind> = (
  state: InvestigationState,
  command: CommandOf<K>,
  context: DecisionContext,
) => Decision;

const deciders: { readonly [K in CommandKind]: Decide<K> } = {
  create,
  'name-reporter': noting.nameReporter,
  'start-sitting': sittings.startSitting,
  'note-clock': sittings.noteClock,
  'note-egress': sittings.noteEgress,
  'pause-sitting': sittings.pauseSitting,
  'end-sitting': sittings.endSitting,
  'open-address': visiting.openAddress,
  'load-again': visiting.loadAgain,
  observe: visiting.observe,
  'observe-refusal': visiting.observeRefusal,
  flag: visiting.flag,
  'no-concern': visiting.noConcern,
  propose: capturing.propose,
  'propose-archive': proposeArchive,
  'propose-again': proposeAgain,
  'propose-part': marking.proposePart,
  'keep-part': marking.keepPart,
  'propose-exception': excepting.proposeException,
  'begin-exception': excepting.beginException,
  'end-phase': phases.endPhase,
  'end-exception': excepting.endException,
  'leave-site': excepting.leaveSite,
  agree: capturing.agree,
  'give-wrong-code': capturing.giveWrongCode,
  'take-back': capturing.takeBack,
  'drop-agreement': capturing.dropAgreement,
  'start-capture': capturing.startCapture,
  'finish-capture': capturing.finishCapture,
  'keep-capture': capturing.keepCapture,
  'discard-capture': capturing.discardCapture,
  'fail-capture': capturing.failCapture,
  'stop-capture': capturing.stopCapture,
  'look-at-exhibit': capturing.lookAtExhibit,
  'compare-exhibits': compareExhibits,
  'complete-review': visiting.completeReview,
  conclude: signing.conclude,
  'view-document': signing.viewDocument,
  'give-signature': signing.giveSignature,
  'sign-record': signing.signRecord,
  judge,
  'start-export': exporting.startExport,
  'finish-export': exporting.finishExport,
  'save-export': exporting.saveExport,
  'fail-export': exporting.failExport,
  stop: stopping.stop,
  'call-police': stopping.callPolice,
  'write-police-words': stopping.writePoliceWords,
  'answer-stop': stopping.answerStop,
  'tell-people': stopping.tellPeople,
  'leave-stopped': stopping.leaveStopped,
  release: stopping.release,
  'release-authority': stopping.releaseAuthority,
  'note-welfare': stopping.noteWelfare,
  'replace-computer': replaceComputer,
  close: noting.close,
  'note-refused-attempt': noting.noteRefusedAttempt,
  'note-refused-call': noting.noteRefusedCall,
};

/** Every command, for tables and tests. */
export const COMMAND_KINDS: readonly CommandKind[] = Object.keys(deciders).filter(isCommandKind);

/** What a closed investigation still takes: looking at it, what was tried on it, a stop. */
const WHILE_CLOSED: ReadonlySet<CommandKind> = new Set<CommandKind>([
  ...stopping.WHILE_LOCKED,
  'start-sitting',
  'note-clock',
  'note-egress',
  'pause-sitting',
  'end-sitting',
  'look-at-exhibit',
  'compare-exhibits',
  'view-document',
  'start-export',
  'finish-export',
  'save-export',
  'fail-export',
  'note-refused-attempt',
  'note-refused-call',
]);

/**
 * Decide whether the procedure allows a command now. Pure: ids, times and people come in.
 * @returns the events to record, or the rule that refuses and why, in plain words
 */
export function decide(
  state: InvestigationState,
  command: Command,
  context: DecisionContext,
): Decision {
  const refusal = generalRefusal(state, command.kind, context);
  if (refusal !== null) return refusal;
  // The table has, under each kind, the function for commands of that kind.
  const rule = deciders[command.kind] as Decide<CommandKind>;
  return rule(state, command, context);
}

/** What holds for every command: bound computer (R10), stop (R6), closed (R18). */
function generalRefusal(
  state: InvestigationState,
  kind: CommandKind,
  context: DecisionContext,
): Refusal | null {
  // The stop is asked nothing (R4).
  if (kind === 'stop') return null;
  const elsewhere = kind === 'replace-computer' ? null : otherComputer(state, context);
  const refusal = elsewhere ?? stopping.lockRefusal(state, kind);
  if (refusal !== null) return refusal;
  if (state.closedAt === null || WHILE_CLOSED.has(kind)) return null;
  return refuse('R18', 'this investigation is closed');
}

function isCommandKind(kind: string): kind is CommandKind {
  return Object.hasOwn(deciders, kind);
}
