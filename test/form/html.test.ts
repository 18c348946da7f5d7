import { describe, expect, it } from 'vitest';
import { html, trusted } from '#src/form/html.ts';

describe('html', () => {
  it('escapes every inserted text', () => {
    expect(html`<p title="${'"\'<&>'}">${'<script>alert(1)</script>'}</p>`.safe).toBe(
      '<p title="&quot;&#39;&lt;&amp;&gt;">&lt;script&gt;alert(1)&lt;/script&gt;</p>',
    );
  });

  it('keeps markup that it made itself, and lists of it', () => {
    const rows = ['a&b', 'c'].map((one) => html`<li>${one}</li>`);
    expect(html`<ul>${rows}</ul>${3}`.safe).toBe('<ul><li>a&amp;b</li><li>c</li></ul>3');
  });

  it('replaces control characters but line feed and tab', () => {
    expect(html`${'a\u0000b\u001bc\nd\te'}`.safe).toBe('a\ufffdb\ufffdc\nd\te');
  });
});

describe('trusted', () => {
  it('stands as it is', () => {
    expect(html`${trusted('<b>x</b>')}`.safe).toBe('<b>x</b>');
  });
});
