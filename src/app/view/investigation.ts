import type { InvestigationView } from '#src/contract/views.ts';
import type { App } from '../app.ts';
import { refusalFor } from '../cases/screen-go.ts';
import { lastJudgement } from '#src/investigation/state.ts';
import { markRefusal } from '#src/investigation/marking.ts';
import { exhibitViews } from './exhibit.ts';
import { personView } from './person.ts';
import { agreementView } from './review.ts';
import { timelineOf } from './timeline.ts';

/** The overview of one investigation: why, who, what is kept, what happened, what comes next. */
export function investigationView(app: App): InvestigationView {
  const { folded } = app.investigation();
  const { state } = folded;
  const { vault } = app.opened();
  const { facts, authority } = state;
  return {
    kind: 'investigation',
    reason: facts?.reason ?? '',
    scope: facts?.scope ?? '',
    subjectKind: facts?.subjectKind ?? 'unknown',
    reviewers: (facts?.reviewerIds ?? []).map((id) => personView(vault.person(id))),
    authority:
      authority === null
        ? null
        : {
            givenBy: vault.person(authority.givenById).name,
            ...{ givenAt: authority.givenAt, document: authority.document },
          },
    exhibits: exhibitViews(state),
    partAgreement:
      app.live.marking !== null && state.agreement?.what === 'part'
        ? agreementView(app, state.agreement)
        : null,
    markRefusal: markRefusal(state, app.context())?.reason ?? null,
    timeline: timelineOf(
      folded.entries,
      (id) => vault.people().find((one) => one.personId === id)?.name ?? 'Somebody',
    ),
    reviewRefusal: refusalFor(app, 'review'),
    recordRefusal: refusalFor(app, 'record'),
    judgeRefusal: refusalFor(app, 'judge'),
    exportRefusal: refusalFor(app, 'export'),
    outcome: lastJudgement(state)?.outcome ?? null,
  };
}
