import { describe, expect, it } from 'vitest';
import { decidePopup } from '#electron/guard/decide-popup.ts';

describe('decidePopup', () => {
  it.each([
    ['https://pop.example/', 'pop-up', 'https://pop.example/'],
    ['about:blank', 'pop-up', 'about:blank'],
    ['about:blank#countersign-refused-print=', 'print', null],
    [
      'about:blank#countersign-refused-post=https%3A%2F%2Fa.example%2Flogin',
      'post',
      'https://a.example/login',
    ],
    ['about:blank#countersign-refused-post=%E0%A4%A', 'post', '%E0%A4%A'],
    ['about:blank#countersign-refused-stop=', 'pop-up', 'about:blank#countersign-refused-stop='],
  ])('checklist 14: takes %s for a refused %s', (url, what, address) => {
    expect(decidePopup(url)).toEqual({ what, address });
  });
});
