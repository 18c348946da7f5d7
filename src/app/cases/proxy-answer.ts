import { answerProxyQuestion } from '../proxy-questions.ts';
import type { UseCase } from '../use-case.ts';

/** Either of the two types a name and password for the school's proxy; they are kept in memory for the sitting. */
export const answerProxy: UseCase<'proxy.answer'> = (app, { questionId, name, password }) => {
  answerProxyQuestion(app, questionId, { name, password });
  return {};
};
