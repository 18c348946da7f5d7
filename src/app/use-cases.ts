import type { Channel } from '#src/contract/channels.ts';
import { agree } from './cases/agreement-agree.ts';
import { dropAgreement } from './cases/agreement-drop.ts';
import { askException } from './cases/exception-ask.ts';
import { endException } from './cases/exception-end.ts';
import { endExceptionPhase } from './cases/exception-phase-end.ts';
import { proposeArchive } from './cases/agreement-propose-archive.ts';
import { proposeAgreement } from './cases/agreement-propose.ts';
import { takeBack } from './cases/agreement-take-back.ts';
import { dismissNotice } from './cases/app-dismiss-notice.ts';
import { acceptCapture } from './cases/capture-accept.ts';
import { captureAgain } from './cases/capture-again.ts';
import { cancelCapture } from './cases/capture-cancel.ts';
import { discardCapture } from './cases/capture-discard.ts';
import { previewCapture } from './cases/capture-preview.ts';
import { captureGrowing } from './cases/capture-growing.ts';
import { captureSheet } from './cases/capture-sheet.ts';
import { compareExhibits } from './cases/exhibit-compare.ts';
import { lookAtExhibit } from './cases/exhibit-look.ts';
import { saveExport } from './cases/export-save.ts';
import { startExport } from './cases/export-start.ts';
import { createInvestigation } from './cases/investigation-create.ts';
import { openInvestigation } from './cases/investigation-open.ts';
import { answerProxy } from './cases/proxy-answer.ts';
import { declineProxy } from './cases/proxy-decline.ts';
import { makeJudgement } from './cases/judgement-make.ts';
import { takeReceipt } from './cases/receipt-take.ts';
import { closeMarking } from './cases/part-close.ts';
import { openForMarking } from './cases/part-open.ts';
import { proposePart } from './cases/part-propose.ts';
import { writeConclusion } from './cases/record-conclusion.ts';
import { previewRecord } from './cases/record-preview.ts';
import { signRecord } from './cases/record-sign.ts';
import { openByRelease } from './cases/release-open.ts';
import { beginNewSheets } from './cases/renewal-begin.ts';
import { chooseNewCustodians } from './cases/renewal-custodians.ts';
import { finishRenewal } from './cases/renewal-finish.ts';
import { leaveRenewal } from './cases/renewal-leave.ts';
import { openRenewal } from './cases/renewal-open.ts';
import { proveNewSheet } from './cases/renewal-prove-sheet.ts';
import { showNewSheet } from './cases/renewal-show-sheet.ts';
import { goBack } from './cases/review-back.ts';
import { setBounds } from './cases/review-bounds.ts';
import { completeReview } from './cases/review-complete.ts';
import { flagConcern } from './cases/review-concern.ts';
import { noConcern } from './cases/review-no-concern.ts';
import { focusPage } from './cases/review-focus.ts';
import { openAddress } from './cases/review-open.ts';
import { picturesOff } from './cases/review-pictures-off.ts';
import { plainOff } from './cases/review-plain-off.ts';
import { lookVeiled } from './cases/review-veiled.ts';
import { scrollTheVeiled } from './cases/review-scroll-veiled.ts';
import { loadAgain } from './cases/review-reload.ts';
import { goToScreen } from './cases/screen-go.ts';
import { addPerson } from './cases/setup-add-person.ts';
import { setComputer } from './cases/setup-computer.ts';
import { chooseCustodians } from './cases/setup-custodians.ts';
import { finishSetup } from './cases/setup-finish.ts';
import { makeCa } from './cases/setup-make-ca.ts';
import { measurePassphrase } from './cases/setup-measure-passphrase.ts';
import { peopleDone } from './cases/setup-people-done.ts';
import { proveSheet } from './cases/setup-prove-sheet.ts';
import { removePerson } from './cases/setup-remove-person.ts';
import { setSchool } from './cases/setup-school.ts';
import { showSheet } from './cases/setup-show-sheet.ts';
import { setStopKey } from './cases/setup-stop-key.ts';
import { suggestPassphrase } from './cases/setup-suggest-passphrase.ts';
import { chooseWhat } from './cases/signin-choose.ts';
import { signInHalf } from './cases/signin-half.ts';
import { leaveHalf } from './cases/signin-leave.ts';
import { startTheSitting } from './cases/signin-start.ts';
import { endTheSitting } from './cases/sitting-end.ts';
import { pauseTheSitting } from './cases/sitting-pause.ts';
import { stillHere } from './cases/sitting-still-here.ts';
import { pressStop } from './cases/stop-press.ts';
import { answerStop } from './cases/stopped-answer.ts';
import { policeCalled } from './cases/stopped-called.ts';
import { leaveStopped } from './cases/stopped-leave.ts';
import { lockAnotherToo } from './cases/stopped-lock-another.ts';
import { policeSaid } from './cases/stopped-police-said.ts';
import { peopleTold } from './cases/stopped-told.ts';
import type { UseCase } from './use-case.ts';

/** The act behind each channel; `app.view` is answered by `Countersign` itself. */
export const useCases: { readonly [C in Exclude<Channel, 'app.view'>]: UseCase<C> } = {
  'app.dismiss-notice': dismissNotice,
  'screen.go': goToScreen,
  'setup.school': setSchool,
  'setup.computer': setComputer,
  'setup.stop-key': setStopKey,
  'setup.suggest-passphrase': suggestPassphrase,
  'setup.measure-passphrase': measurePassphrase,
  'setup.add-person': addPerson,
  'setup.remove-person': removePerson,
  'setup.people-done': peopleDone,
  'setup.make-ca': makeCa,
  'setup.custodians': chooseCustodians,
  'setup.show-sheet': showSheet,
  'setup.prove-sheet': proveSheet,
  'setup.finish': finishSetup,
  'signin.choose': chooseWhat,
  'signin.half': signInHalf,
  'signin.leave': leaveHalf,
  'signin.start': startTheSitting,
  'sitting.pause': pauseTheSitting,
  'sitting.still-here': stillHere,
  'sitting.end': endTheSitting,
  'receipt.take': takeReceipt,
  'investigation.create': createInvestigation,
  'investigation.open': openInvestigation,
  'review.bounds': setBounds,
  'review.focus': focusPage,
  'review.open': openAddress,
  'review.back': goBack,
  'review.reload': loadAgain,
  'review.concern': flagConcern,
  'review.no-concern': noConcern,
  'review.pictures-off': picturesOff,
  'review.plain-off': plainOff,
  'review.veiled': lookVeiled,
  'review.scroll-veiled': scrollTheVeiled,
  'proxy.answer': answerProxy,
  'proxy.decline': declineProxy,
  'review.complete': completeReview,
  'agreement.propose': proposeAgreement,
  'agreement.propose-archive': proposeArchive,
  'exception.ask': askException,
  'exception.phase-end': endExceptionPhase,
  'exception.end': endException,
  'agreement.agree': agree,
  'agreement.take-back': takeBack,
  'agreement.drop': dropAgreement,
  'capture.again': captureAgain,
  'capture.cancel': cancelCapture,
  'capture.growing': captureGrowing,
  'capture.sheet': captureSheet,
  'capture.preview': previewCapture,
  'capture.accept': acceptCapture,
  'capture.discard': discardCapture,
  'exhibit.look': lookAtExhibit,
  'exhibit.compare': compareExhibits,
  'part.open': openForMarking,
  'part.propose': proposePart,
  'part.close': closeMarking,
  'stop.press': pressStop,
  'stopped.called': policeCalled,
  'stopped.police-said': policeSaid,
  'stopped.answer': answerStop,
  'stopped.told': peopleTold,
  'stopped.leave': leaveStopped,
  'stopped.lock-another': lockAnotherToo,
  'release.open': openByRelease,
  'renewal.open': openRenewal,
  'renewal.begin': beginNewSheets,
  'renewal.custodians': chooseNewCustodians,
  'renewal.show-sheet': showNewSheet,
  'renewal.prove-sheet': proveNewSheet,
  'renewal.finish': finishRenewal,
  'renewal.leave': leaveRenewal,
  'record.conclusion': writeConclusion,
  'record.preview': previewRecord,
  'record.sign': signRecord,
  'judgement.make': makeJudgement,
  'export.start': startExport,
  'export.save': saveExport,
};
