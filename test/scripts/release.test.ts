/** What `npm run release` writes, and what the release workflow refuses. */
import {globSync, readFileSync} from 'node:fs'
import fc from 'fast-check'
import {expect, test} from 'vitest'
import {releasedChangelog, releasedPage, releaseFaults, releaseNotes} from '../../scripts/release.ts'

const root = new URL('../../', import.meta.url)
const paths = ['README.md', ...globSync('docs/*.md', {cwd: root}), ...globSync('.github/**/*.{md,yml}', {cwd: root})]
const pages = paths.map(path => ({path, text: readFileSync(new URL(path, root), 'utf8')}))

const versions = fc.tuple(fc.nat(20), fc.nat(20), fc.nat(20)).map(parts => parts.join('.'))
const owners = fc.stringMatching(/^[a-z][a-z0-9-]{0,20}$/)

test('pages of any version and owner are prepared in one go, and then name that owner and major version alone', () => {
  fc.assert(
    fc.property(versions, owners, (version, owner) => {
      const release = {version, owner}
      const prepared = pages.map(({path, text}) => ({path, text: releasedPage(text, release)}))
      expect(releaseFaults(prepared, release)).toEqual([])
      const text = prepared.map(page => page.text).join('\n')
      expect(text).not.toContain('before release')
      const named = [...text.matchAll(/([\w<>-]+)\/m365-audit-export@(v\d+)\b/g)].map(([, by, tag]) => `${by} ${tag}`)
      expect(new Set(named)).toEqual(new Set([`${owner} v${version.split('.')[0]}`]))
      expect(text).not.toMatch(/OWNER\/m365-audit-export/)
      const other = {version, owner: `${owner}x`}
      expect(releaseFaults(prepared, other)).toEqual([])
    }),
    {numRuns: 20},
  )
})

test('pages of another major version, with a placeholder or with the words before a release are named', () => {
  const release = {version: '1.2.0', owner: 'contoso'}
  const page = (text: string) => releaseFaults([{path: 'docs/x.md', text}], release)
  expect(page('uses: contoso/m365-audit-export@v1')).toEqual([])
  for (const wrong of [
    'uses: contoso/m365-audit-export@v0',
    'uses: OWNER/m365-audit-export@v1',
    'git clone --branch v0 https://example.invalid',
    '          ref: v0',
    'The tag `v0` moves.',
    '<!-- before release -->\nNot yet.\n<!-- /before release -->',
    'uses: contoso/m365-audit-export@<40 digits> # v1.1.0',
  ])
    expect(page(wrong)).toEqual(['docs/x.md is not prepared: npm run release -- 1.2.0 contoso'])
})

test('the notes are the section of that release alone, once it has a date', () => {
  const changelog =
    '# Changes\n\nIntroduction.\n\n## 1.2.0, not yet released\n\n- New.\n\n## 1.1.0, 2026-11-01\n\n- Old.\n'
  expect(releaseNotes(changelog, '1.2.0')).toBeUndefined()
  const dated = releasedChangelog(changelog, '1.2.0', '2026-12-01')
  expect(releaseNotes(dated, '1.2.0')).toBe('- New.\n')
  expect(releaseNotes(dated, '1.1.0')).toBe('- Old.\n')
  expect(releaseNotes(dated, '1.1')).toBeUndefined()
  const own = readFileSync(new URL('CHANGELOG.md', root), 'utf8')
  const {version} = JSON.parse(readFileSync(new URL('package.json', root), 'utf8')) as {version: string}
  expect(releaseNotes(releasedChangelog(own, version, '2026-12-01'), version)).toContain('\n- ')
})
