import fc from 'fast-check'
import {micromark} from 'micromark'
import {gfm, gfmHtml} from 'micromark-extension-gfm'
import {describe, expect, test} from 'vitest'
import {thousands} from '../../src/audit/numbers.ts'
import {escapeMarkdown, markdownTable, withinSize} from '../../src/report/markdown.ts'

/** What a reader sees of inert text. */
function seen(markdown: string): string {
  return markdown.replace(/&#(\d+);/g, (_all, code: string) => String.fromCharCode(Number(code)))
}

/** Where a text is put. */
const places: ((text: string) => string)[] = [
  text => text,
  text => `### high: ${text}`,
  text => `### ${text}`,
  text => `- ${text}`,
  text => `1. ${text}`,
  text => `before ${text} after`,
  text => `| A | B |\n| --- | --- |\n| ${text} | c |`,
]

function rendered(markdown: string): string {
  return micromark(markdown, {extensions: [gfm()], htmlExtensions: [gfmHtml()]})
}

function entities(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;')
}

/** What GitHub itself makes links and pictures of, besides Markdown. */
const linked = /@[\p{L}\p{N}_]|#\d|GH-\d|:\/\/|www\.|(?<!\d\d):[\w+-]+:|\$/iu

const active = [
  ...'<>&|`*_~[](){}#+!\\$:/@-=.^"\'',
  '**',
  '__',
  '~~',
  '&amp;',
  '&#64;',
  'http://a.b',
  'www.a.b',
  'a@b.cd',
  ':tada:',
  'GH-1',
  '<b>',
  '<!--',
  '1.',
  '1)',
  '---',
  '===',
  '- ',
  '# ',
  '[a](b)',
  '![a](b)',
  '\\*',
  '    ',
  '\n',
  '\t',
]

describe('untrusted text', () => {
  test.each([
    '<script>alert(1)</script>',
    '<img src=x onerror=alert(1)>',
    '[click](javascript:alert(1))',
    '![](https://evil.test/pixel.png)',
    '**bold** _soft_ ~~gone~~ `code`',
    '# heading',
    '- item',
    '1) item',
    '@octocat #123 GH-123 octo/repo#1',
    'https://evil.test www.evil.test WWW.evil.test mailto:a@b.test',
    'a | b | c',
    '&lt;b&gt; &amp;',
    '<!-- hidden',
    '\\[escaped\\]',
    '$E=mc^2$',
    ':tada:',
    '```',
  ])('%s is shown as it is, and does nothing', text => {
    const markdown = escapeMarkdown(text)
    expect(seen(markdown)).toBe(text)
    for (const place of places)
      expect(rendered(place(markdown))).toBe(rendered(place('x')).replace('x', entities(text)))
    expect(markdown.replace(/&#\d+;/g, '¤')).not.toMatch(linked)
  })

  test.each([
    ['line breaks', 'a\r\nb\u2028c\u2029d', 'a b c d'],
    ['control characters', 'a\0\x1b[31mb', 'a &#91;31mb'],
    ['what turns the writing round', 'a\u202eb\u200fc\u2066d', 'a b c d'],
    ['what has no width', 'a\u200bb\ufeffc', 'a b c'],
  ])('loses %s', (_name, text, expected) => {
    expect(escapeMarkdown(text)).toBe(expected)
  })

  test('is cut when it is too long, never through a character', () => {
    expect(escapeMarkdown('x'.repeat(120))).toBe('x'.repeat(120))
    expect(escapeMarkdown('x'.repeat(121))).toBe(`${'x'.repeat(119)}…`)
    expect(escapeMarkdown(`${'x'.repeat(8)}😀y`, 10)).toBe(`${'x'.repeat(8)}…`)
  })

  test('is one line of text to a parser of GitHub’s Markdown, wherever it stands, whatever it is', () => {
    const hostile = fc.array(fc.constantFrom(...active, 'a', '7', ' '), {maxLength: 14}).map(parts => parts.join(''))
    fc.assert(
      fc.property(
        fc.oneof(hostile, fc.string({unit: 'binary', maxLength: 60})),
        fc.integer({min: 1, max: 70}),
        (text, longest) => {
          const markdown = escapeMarkdown(text, longest).trimEnd()
          expect(markdown).not.toMatch(/[\p{Cc}\p{Cf}\u2028\u2029]/u)
          expect(markdown.replace(/&#\d+;/g, '¤')).not.toMatch(linked)
          expect(seen(markdown).length).toBeLessThanOrEqual(longest)
          expect(Buffer.from(markdown).toString()).toBe(markdown)
          if (markdown === '') return
          for (const place of places)
            expect(rendered(place(markdown))).toBe(rendered(place('x')).replace('x', () => entities(seen(markdown))))
        },
      ),
      {numRuns: 400},
    )
  })

  test.each([
    '2026-10-13T11:20:33Z',
    'Password spray: 38 accounts, 1 sign-in succeeded (user 1)',
    'Search-UnifiedAuditLog',
    'Mail.ReadWrite, full_access_as_app, T1110.003',
    '203.0.113.0/24 and 2001:db8',
    'a & b, 95 % (4 to 138), 1 + 1 = 2; C:\\Users, “.”, 3 > 2!',
  ])('%s needs no entity', text => {
    expect(escapeMarkdown(text)).toBe(text)
  })
})

test('a table has a line for its header, a rule, and one for each row', () => {
  expect(
    markdownTable(
      ['Name', 'Records'],
      [
        ['a', '1'],
        ['b', '1,234'],
      ],
    ),
  ).toBe('| Name | Records |\n| --- | ---: |\n| a | 1 |\n| b | 1,234 |')
})

test.each([
  [0, '0'],
  [999, '999'],
  [1000, '1,000'],
  [1_234_567, '1,234,567'],
  [100_000, '100,000'],
])('%i is written %s', (value, expected) => {
  expect(thousands(value)).toBe(expected)
})

describe('within a size', () => {
  const size = (text: string) => Buffer.byteLength(text)

  test('everything stays while there is room', () => {
    expect(withinSize(['a', 'b', 'c'], 1000)).toBe('a\n\nb\n\nc\n')
  })

  test('whole sections are left out from the end, and counted', () => {
    expect(withinSize(['first', 'x'.repeat(100), 'last'], 160)).toBe(
      'first\n\n_2 sections are left out here for size; summary.md in the folder has everything._\n',
    )
  })

  test('the first section stays, come what may', () => {
    expect(withinSize(['x'.repeat(500), 'more'], 10)).toContain('x'.repeat(500))
  })

  test('bytes count, not characters', () => {
    const sections = ['é'.repeat(100), '日'.repeat(100), '😀'.repeat(100)]
    expect(size(withinSize(sections, 700))).toBeLessThanOrEqual(700)
    expect(withinSize(sections, 700)).not.toContain('😀')
    expect(withinSize(sections, 1100)).toContain('😀')
  })

  test('the limit holds, and what is there is whole and in order', () => {
    const sections = fc.array(fc.string({unit: 'grapheme', maxLength: 60}), {minLength: 1, maxLength: 12})
    fc.assert(
      fc.property(sections, fc.integer({min: 200, max: 900}), (list, limit) => {
        const text = withinSize(list, limit)
        if (size(list[0] ?? '') + 100 < limit) expect(size(text)).toBeLessThanOrEqual(limit)
        const left = Number(/_(\d+) sections? (?:is|are) left out/.exec(text)?.[1] ?? 0)
        expect(text.startsWith(list.slice(0, list.length - left).join('\n\n'))).toBe(true)
      }),
    )
  })
})
