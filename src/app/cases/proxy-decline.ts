import { answerProxyQuestion } from '../proxy-questions.ts';
import type { UseCase } from '../use-case.ts';

/** The proxy is given nothing: the page is not opened. */
export const declineProxy: UseCase<'proxy.decline'> = (app, { questionId }) => {
  answerProxyQuestion(app, questionId, null);
  return {};
};
