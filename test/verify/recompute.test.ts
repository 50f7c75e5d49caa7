/** Whole exports of the simulated tenant, checked by the program that wrote them, by another, and after forgeries. */
import {createHash, sign} from 'node:crypto'
import {cpSync, mkdirSync, readFileSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {gunzipSync, gzipSync} from 'node:zlib'
import {afterAll, beforeAll, describe, expect, test} from 'vitest'
import {machineDisk} from '../../src/host/disk.ts'
import {detectionKey, namedBaseline, teamLists} from '../../src/month/detection-setup.ts'
import {ownRules} from '../../src/month/own-rules.ts'
import {manifestText} from '../../src/report/manifest.ts'
import {signDetached} from '../../src/signature/detached-signature.ts'
import {makeCertificate, sharedCertificate} from '../../src/simulator/certificate.ts'
import {type VerifyOptions, verifyFolder} from '../../src/verify/verify.ts'
import {aFolder} from '../builders.ts'
import {forge, reseal, sha256} from '../evidence.ts'
import {cleanUp, temporaryFolder} from '../runner.ts'
import {exportMonth, type MonthResult} from '../scenarios/month.ts'

afterAll(cleanUp)

const bundle = sha256('this program')
const plain = detectionKey(undefined)
const again: VerifyOptions = {recompute: {...plain, bundle}}
const period = '2026-10-06T00:00:00Z/2026-10-08T00:00:00Z'
const stateKey = 'a key of the kind that openssl makes, 0123456789'

const ownRule =
  'title: A sign-in\nid: every-sign-in\nlogsource: {product: m365}\ndetection: {s: {Operation: UserLoggedIn}, condition: s}\n'

const all = [
  'the hash of every file',
  'the signature',
  'coverage and verdict, from the windows',
  'order, number and windows of the records',
  'columns, from AuditData',
  'VERIFY.txt and verify.html, by those of this program',
  'findings and baseline, by running detection again',
  'report and summary, by rendering them again',
  'this month in history.json, by counting again',
]

let first: MonthResult

beforeAll(async () => {
  first = await exportMonth({
    bundle,
    simulator: {recordsPerMonth: 6000, seed: 7, incidents: 'demo'},
    inputs: {period, formats: 'csv,jsonl,parquet', columns: 'both'},
  })
}, 60_000)

/** A copy that may be changed. */
async function aCopy(): Promise<string> {
  const folder = await aFolder()
  cpSync(first.directory, folder, {recursive: true})
  return folder
}

/** Signed anew with the export's own key, as its holder would. */
async function signAnew(folder: string, certificate = sharedCertificate()): Promise<void> {
  const {certificate: own, privateKey} = await certificate
  const manifest = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8'))
  const print = createHash('sha256').update(own.raw).digest('hex')
  manifest.signature = {file: 'SHA256SUMS.p7s', certificate: print}
  manifest.certificate.thumbprint = print
  writeFileSync(join(folder, 'manifest.json'), manifestText(manifest))
  await reseal(folder)
  const signed = await signDetached({
    certificatePem: own.toString(),
    sign: async data => sign('sha256', data, privateKey),
    content: readFileSync(join(folder, 'SHA256SUMS')),
    now: Date.parse(manifest.run.finished),
  })
  writeFileSync(join(folder, 'SHA256SUMS.p7s'), signed)
}

describe('an export', () => {
  test('is made again from its records, all of it', async () => {
    const proof = await verifyFolder(machineDisk, first.directory, again)
    expect(proof).toMatchObject({faults: [], checked: all, unchecked: []})
    expect(proof.signer).toMatchObject({
      subject: expect.stringContaining('CN='),
      thumbprint: first.folder?.manifest.certificate?.thumbprint,
    })
    expect(proof.signer?.trustedBy).toBeUndefined()
  })

  test('by another program is not made again, which is no fault, and says how to get the one that wrote it', async () => {
    const proof = await verifyFolder(machineDisk, first.directory, {
      recompute: {...plain, bundle: sha256('another program')},
    })
    expect(proof.faults).toEqual([])
    expect(proof.checked).toEqual(all.slice(0, 5))
    expect(proof.unchecked?.join()).toMatch(/written by version .* Fetch it: git clone/)
  })

  test.each(['csv', 'jsonl', 'parquet', 'csv,parquet', 'jsonl,parquet'])(
    'of %s is checked as far as its files say',
    async formats => {
      const result = await exportMonth({bundle, simulator: {recordsPerMonth: 3000, seed: 3}, inputs: {period, formats}})
      const proof = await verifyFolder(machineDisk, result.directory, again)
      expect(proof.faults).toEqual([])
      const made = proof.checked?.includes('findings and baseline, by running detection again') === true
      expect(made).toBe(formats !== 'jsonl')
      expect(proof.unchecked?.join() ?? '').toMatch(made ? /^$/ : /no file gives all columns/)
    },
  )

  test('with a state-key, a baseline, own rules and accepted findings is made again with the very same ones', async () => {
    const workspace = temporaryFolder()
    writeFileSync(join(workspace, 'last.json.gz'), readFileSync(join(first.directory, 'baseline.json.gz')))
    writeFileSync(join(workspace, 'accepted.yml'), '- rule: nothing\n  reason: a test\n')
    mkdirSync(join(workspace, 'rules'))
    writeFileSync(join(workspace, 'rules/all.yml'), ownRule)
    const files = {accepted: {path: 'accepted.yml', named: true}}
    const result = await exportMonth({
      bundle,
      workspace,
      simulator: {recordsPerMonth: 3000, seed: 5},
      inputs: {period, 'state-key': stateKey, baseline: 'last.json.gz', accepted: 'accepted.yml', rules: 'rules'},
    })
    expect(readFileSync(join(result.directory, 'findings.json'), 'utf8')).toContain('SIG-every-sign-in')
    const at = {host: {facts: {workspace}}, world: {disk: machineDisk}}
    const lists = await teamLists(files, at)
    const baseline = await namedBaseline('last.json.gz', at)
    const own = await ownRules({rules: 'rules'}, at)
    if (own === undefined) throw new Error('no rules')
    const given = {...lists, ...detectionKey(stateKey), baseline, bundle, ownRules: own}
    expect(await verifyFolder(machineDisk, result.directory, {recompute: given})).toMatchObject({
      faults: [],
      unchecked: [],
    })
    const {baseline: _baseline, ...without} = given
    const {sha256: _lists, ...unlisted} = given
    for (const [lacking, words] of [
      [without, 'they need the baseline of that run'],
      [{...given, sha256: sha256('other')}, 'the file of accepted findings that was given is not the one of that run'],
      [unlisted, 'they need the file of accepted findings of that run'],
      [{...given, ownRules: {...own, sha256: sha256('other')}}, 'the folder of own rules that was given is not'],
      [{...given, ownRules: undefined}, 'they need the folder of own rules of that run'],
      [{...given, ...plain}, 'they need the state-key of that run'],
      [{...given, ...detectionKey(`${stateKey}-other`)}, 'the state-key that was given is not the one of that run'],
    ] as const) {
      const proof = await verifyFolder(machineDisk, result.directory, {recompute: lacking})
      expect(proof.faults).toEqual([])
      expect(proof.unchecked?.join()).toContain(words)
      expect(proof.checked).not.toContain('findings and baseline, by running detection again')
    }
  })

  test('that is encrypted is made again with the private key, as far as its readable manifest allows', async () => {
    const {generateIdentity, identityToRecipient} = await import('age-encryption')
    const identity = await generateIdentity()
    const result = await exportMonth({
      bundle,
      simulator: {recordsPerMonth: 3000, seed: 3},
      inputs: {period, 'encrypt-to': await identityToRecipient(identity)},
    })
    const proof = await verifyFolder(machineDisk, result.directory, {...again, identities: [identity]})
    expect(proof.faults).toEqual([])
    expect(proof.checked).toContain('findings and baseline, by running detection again')
    expect(proof.unchecked?.join()).toContain('leaves out what names people')
  })

  test('read a second time says that it is compared with the first', async () => {
    const options = {bundle, simulator: {recordsPerMonth: 2000, seed: 3}, inputs: {period}}
    const one = await exportMonth(options)
    const two = await exportMonth({...options, workspace: one.workspace})
    const proof = await verifyFolder(machineDisk, two.directory, again)
    expect(proof.faults).toEqual([])
    expect(proof.unchecked?.join()).toContain('they compare with the earlier export')
  })
})

describe('what was made from the records and forged is found, though signed anew', () => {
  const text = (change: (text: string) => string) => (bytes: Buffer) => Buffer.from(change(bytes.toString('utf8')))
  test.each<[string, (bytes: Buffer) => Buffer, RegExp]>([
    ['findings.json', text(all => all.replace('"high"', '"low"')), /findings\.json is not what detection finds/],
    [
      'report.html',
      text(all => all.replace('</main>', '<p>All is well.</p></main>')),
      /report\.html is not what this program renders/,
    ],
    ['summary.md', text(all => `${all}\nAll is well.\n`), /summary\.md is not what this program renders/],
    [
      'history.json',
      text(all => all.replace(/"failedSignIns": \d+/, '"failedSignIns": 0')),
      /history\.json is not what follows from these records/,
    ],
    ['history.json', text(all => all.replace('"m365-audit-export/history/1"', '""')), /history\.json can't be read/],
    [
      'baseline.json.gz',
      bytes =>
        gzipSync(
          gunzipSync(bytes)
            .toString('utf8')
            .replace(/\d/, digit => String((Number(digit) + 1) % 10)),
        ),
      /baseline\.json\.gz/,
    ],
  ])('%s', async (name, change, words) => {
    const folder = await aCopy()
    const path = join(folder, name)
    writeFileSync(path, change(readFileSync(path)))
    await signAnew(folder)
    const {faults} = await verifyFolder(machineDisk, folder, again)
    expect(faults.join('\n')).toMatch(words)
    expect(faults.join('\n')).not.toMatch(/SHA256SUMS|signed/)
  })

  test.each<[string, string, (text: string) => string]>([
    ['a user in the CSV', '.csv', text => changedCell(text, 2, 'another@contoso.com')],
    ['an operation in the CSV', '.csv', text => changedCell(text, 3, 'FileAccessed!')],
    ['a record type in the CSV', '.csv', text => changedCell(text, 0, 'AnotherType')],
    ['a cell of the flat CSV', '.flat.csv', text => changedCell(text, 5, 'AnotherWorkload')],
  ])('%s', async (_name, ending, change) => {
    const folder = await aCopy()
    const name = first.folder?.names.find(
      one => one.endsWith(ending) && (ending === '.flat.csv') === one.endsWith('.flat.csv'),
    )
    const path = join(folder, name ?? '')
    writeFileSync(path, change(readFileSync(path, 'utf8')))
    await signAnew(folder)
    expect((await verifyFolder(machineDisk, folder)).faults.join('\n')).toMatch(
      /not those of (its|their) AuditData|is not what AuditData gives/,
    )
  })

  /** In the last row; the cells before the changed one are not quoted. */
  function changedCell(text: string, index: number, value: string): string {
    const rows = text.split('\r\n')
    const cells = (rows.at(-2) ?? '').split(',')
    cells[index] = value
    rows.splice(-2, 1, cells.join(','))
    return rows.join('\r\n')
  }

  test('the verdict', async () => {
    const folder = await aCopy()
    await forge(folder, manifest => Object.assign(manifest, {status: 'provisional', reasons: ['Later.']}))
    await signAnew(folder)
    expect((await verifyFolder(machineDisk, folder)).faults.join()).toContain(
      'The status is provisional; by the windows it is complete.',
    )
  })
})

describe('who signed', () => {
  const thumbprint = async (certificate = sharedCertificate()) =>
    (await certificate).certificate.fingerprint256.replaceAll(':', '')

  test('is proven by a thumbprint that is known from elsewhere', async () => {
    const proof = await verifyFolder(machineDisk, first.directory, {expected: {thumbprint: await thumbprint()}})
    expect(proof).toMatchObject({faults: [], signer: {trustedBy: 'certificate-thumbprint'}})
  })

  test('is proven by an authority, which a self-signed certificate is to itself', async () => {
    const {certificate} = await sharedCertificate()
    const proof = await verifyFolder(machineDisk, first.directory, {expected: {authorities: [certificate]}})
    expect(proof).toMatchObject({faults: [], signer: {trustedBy: 'trusted-ca'}})
  })

  test('of a forged folder is a self-made certificate of the same name: the folder agrees with itself, and is not proven', async () => {
    const folder = await aCopy()
    const {certificate} = await sharedCertificate()
    const made = makeCertificate({commonName: /CN=([^\n]+)/.exec(certificate.subject)?.[1] ?? ''})
    await signAnew(folder, made)
    const alone = await verifyFolder(machineDisk, folder, again)
    expect(alone.faults).toEqual([])
    expect(alone.signer?.trustedBy).toBeUndefined()
    const named = await verifyFolder(machineDisk, folder, {expected: {thumbprint: await thumbprint()}})
    expect(named.faults.join()).toContain('signed by another certificate')
    expect(named.signer?.trustedBy).toBeUndefined()
    const authorities = await verifyFolder(machineDisk, folder, {expected: {authorities: [certificate]}})
    expect(authorities.faults.join()).toContain('leads to none of the authorities')
  })

  test('can’t be left out where a signer is expected', async () => {
    const folder = await aCopy()
    await forge(folder, manifest => delete manifest.signature)
    const {rm} = await import('node:fs/promises')
    await rm(join(folder, 'SHA256SUMS.p7s'))
    await reseal(folder)
    expect((await verifyFolder(machineDisk, folder)).faults).toEqual([])
    expect(
      (await verifyFolder(machineDisk, folder, {expected: {thumbprint: await thumbprint()}})).faults.join(),
    ).toContain('not signed')
  })

  test('is unknown in an export with sign: off', async () => {
    const result = await exportMonth({simulator: {recordsPerMonth: 500}, inputs: {period, sign: 'off'}})
    expect(result.folder?.names).not.toContain('SHA256SUMS.p7s')
    expect((await verifyFolder(machineDisk, result.directory)).signer).toBeUndefined()
  })
})
