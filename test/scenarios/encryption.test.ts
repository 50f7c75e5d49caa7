/** A month that is encrypted: no plain byte of it on disk at any moment, everything inside for whoever has a key. */
import {createHash} from 'node:crypto'
import {cpSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {Decrypter, Encrypter, generateX25519Identity, identityToRecipient} from 'age-encryption'
import {afterAll, beforeAll, describe, expect, test} from 'vitest'
import {machineDisk} from '../../src/host/disk.ts'
import {verifyFolder} from '../../src/verify/verify.ts'
import {forge} from '../evidence.ts'
import {cleanUp, temporaryFolder} from '../runner.ts'
import {exportMonth, type MonthOptions, type MonthResult} from './month.ts'
import {open} from './open.ts'

afterAll(cleanUp)

const simulator = {seed: 5, recordsPerMonth: 20_000}
const period = '2026-10-05/2026-10-06'
const everything = {formats: 'csv,jsonl,parquet', columns: 'both'}
const stateKey = 'a key of the tests, and of nothing else'
const readable = ['SHA256SUMS', 'SHA256SUMS.p7s', 'VERIFY.txt', 'baseline.json.gz', 'manifest.json', 'verify.html']
const otherContent = 'SHA256SUMS.p7s does not hold: it signs other content.'

let ann: string
let bob: string
let stranger: string
let encryptTo: string
let plain: MonthResult
let month: MonthResult

const exported = async (inputs: Record<string, string>, more: MonthOptions = {}) =>
  await exportMonth({simulator, inputs: {period, confirm: 'none', ...inputs}, ...more})

beforeAll(async () => {
  ;[ann, bob, stranger] = (await Promise.all([1, 2, 3].map(async () => await generateX25519Identity()))) as [
    string,
    string,
    string,
  ]
  encryptTo = `${await identityToRecipient(ann)}\n${await identityToRecipient(bob)}`
  plain = await exported(everything)
  month = await exported({...everything, 'encrypt-to': encryptTo})
}, 60_000)

const csv = (result: MonthResult) => join(result.directory, dataName(result, '.csv'))
const dataName = (result: MonthResult, ending: string) =>
  readdirSync(result.directory).find(name => name.endsWith(ending) || name.endsWith(`${ending}.age`)) ?? ''

async function decrypted(path: string, identity: string): Promise<Buffer> {
  const decrypter = new Decrypter()
  decrypter.addIdentity(identity)
  return Buffer.from(await decrypter.decrypt(readFileSync(path)))
}

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

describe('an encrypted month', () => {
  test('holds what a plain one holds, for each recipient, and for nobody else', async () => {
    for (const ending of ['.csv', '.flat.csv', '.parquet', '.jsonl.gz', 'findings.json']) {
      const there = sha256(readFileSync(join(plain.directory, dataName(plain, ending))))
      const path = join(month.directory, dataName(month, ending))
      for (const identity of [ann, bob]) expect(sha256(await decrypted(path, identity))).toBe(there)
      expect(month.folder?.manifest.files.find(file => path.endsWith(file.name))?.plain?.sha256).toBe(there)
      await expect(decrypted(path, stranger)).rejects.toThrow('no identity matched')
    }
  })

  test('leaves open what names nobody, and nothing else', () => {
    const names = readdirSync(month.directory)
    expect(names.filter(name => !name.endsWith('.age'))).toEqual(readable)
    expect(open(month.workspace)).toEqual([])
    expect(open(plain.workspace).length).toBeGreaterThan(1)
    expect(month.folder?.manifest.encryption).toEqual({format: 'age-encryption.org/v1', recipients: 2})
  })

  test('tells how it is opened', () => {
    const line = `age -d -i key.txt -o ${dataName(month, '.csv').replace(/\.age$/, '')} `
    expect(month.log.join('\n')).toContain(line)
    expect(month.summary).toContain(line)
  })

  test('has other bytes every time, and the same content', async () => {
    const again = await exported({...everything, 'encrypt-to': encryptTo, confirm: 'all', concurrency: '4'})
    const data = (result: MonthResult) =>
      result.folder?.manifest.files.filter(file => file.name.startsWith('audit-')) ?? []
    expect(data(again).map(file => file.plain)).toEqual(data(month).map(file => file.plain))
    expect(data(again).map(file => file.sha256)).not.toEqual(data(month).map(file => file.sha256))
  })

  test('replaces a plain one of the same question', async () => {
    const first = await exported({})
    const second = await exported({'encrypt-to': encryptTo}, {workspace: first.workspace})
    expect(second.outputs.status).toBe('complete')
    expect(open(first.workspace)).toEqual([])
  })
})

/** For a forger's hands. */
function copyOf(result: MonthResult): MonthResult {
  const directory = join(temporaryFolder(), 'm365-audit')
  cpSync(result.directory, directory, {recursive: true})
  return {...result, directory}
}

describe('verify', () => {
  test('proves without a key what can be proven, and with any of the keys what is inside', async () => {
    const outside = await verifyFolder(machineDisk, month.directory)
    expect(outside).toMatchObject({faults: [], sealed: true, records: month.folder?.manifest.records})
    for (const identity of [ann, bob]) {
      const inside = await verifyFolder(machineDisk, month.directory, {identities: [stranger, identity]})
      expect(inside).toMatchObject({faults: [], records: month.folder?.manifest.records})
      expect(inside.sealed).toBeUndefined()
    }
    const [fault] = (await verifyFolder(machineDisk, month.directory, {identities: [stranger]})).faults
    expect(fault).toContain("can't be decrypted")
  })

  test('finds a changed byte without a key', async () => {
    const forged = copyOf(month)
    const bytes = readFileSync(csv(forged))
    bytes[bytes.length - 100] = (bytes[bytes.length - 100] ?? 0) ^ 1
    writeFileSync(csv(forged), bytes)
    expect((await verifyFolder(machineDisk, forged.directory)).faults.join()).toContain('was changed')
    // Whoever also made all hashes anew is found by the format itself.
    await forge(forged.directory, () => {})
    expect((await verifyFolder(machineDisk, forged.directory)).faults).toEqual([otherContent])
    expect((await verifyFolder(machineDisk, forged.directory, {identities: [ann]})).faults.join()).toContain(
      "can't be decrypted",
    )
  })

  test('finds other content that was encrypted to the same keys', async () => {
    const forged = copyOf(month)
    const text = String(await decrypted(csv(forged), ann))
    const encrypter = new Encrypter()
    for (const recipient of encryptTo.split('\n')) encrypter.addRecipient(recipient)
    writeFileSync(csv(forged), await encrypter.encrypt(text.replace('UserLoggedIn', 'UserLoggedXn')))
    await forge(forged.directory, () => {})
    expect((await verifyFolder(machineDisk, forged.directory)).faults).toEqual([otherContent])
    expect((await verifyFolder(machineDisk, forged.directory, {identities: [bob]})).faults.join()).toContain(
      'holds something else',
    )
  })

  test('finds a plain file among encrypted ones', async () => {
    const forged = copyOf(month)
    writeFileSync(csv(forged), await decrypted(csv(forged), ann))
    await forge(forged.directory, () => {})
    expect((await verifyFolder(machineDisk, forged.directory)).faults.join()).toContain('is not encrypted')
  })
})

describe('filters that name people', () => {
  const inputs = {users: 'adm.berg@fabrikam.onmicrosoft.com', 'free-text': 'Project Falcon'}

  test('are not in the open manifest, and are in the folder', async () => {
    const first = await exported({...inputs, 'encrypt-to': encryptTo})
    const manifest = readFileSync(join(first.directory, 'manifest.json'), 'utf8')
    expect(manifest).not.toMatch(/adm\.berg|Falcon/)
    expect(first.folder?.manifest.filters).toMatchObject({users: [], withheld: {terms: 2}})
    const full = JSON.parse(String(await decrypted(join(first.directory, 'filters.json.age'), ann)))
    expect(full).toMatchObject({users: [inputs.users], freeText: inputs['free-text']})
  })

  test('tell the same question from another', async () => {
    const first = await exported({...inputs, 'encrypt-to': encryptTo})
    const {workspace} = first
    expect((await exported({...inputs, 'encrypt-to': encryptTo}, {workspace})).outputs.status).toBe('complete')
    const other = await exported({...inputs, users: 'someone@else.example', 'encrypt-to': encryptTo}, {workspace})
    expect(other.annotations.map(({message}) => message).join()).toContain('FOLDER_OF_ANOTHER_EXPORT')
    expect((await verifyFolder(machineDisk, first.directory)).faults).toEqual([])
  })
})

describe('nothing lies open on disk', () => {
  test.for([
    ['', {}],
    [', with what the next run would go on from', {'state-key': stateKey}],
  ] as const)('at any request, nor while the clock is waited for%s', async ([, inputs]) => {
    const looks: string[][] = []
    const workspace = join(temporaryFolder(), 'watched')
    const result = await exported(
      {...inputs, 'encrypt-to': encryptTo, period: '2026-10-05/2026-10-09', confirm: 'all'},
      {
        simulator: {...simulator, faults: '429-seconds'},
        workspace,
        intercept: () => {
          if (existsSync(workspace)) looks.push(open(workspace))
          return undefined
        },
      },
    )
    expect(result.outputs.status).toBe('complete')
    expect(looks.length).toBeGreaterThan(10)
    expect(looks.flat()).toEqual([])
    expect(open(workspace)).toEqual([])
  })

  test('when the disk fails', async () => {
    let struck = false
    let seen: string[] = []
    const workspace = join(month.workspace, 'failing')
    const result = await exported(
      {'encrypt-to': encryptTo, period: '2026-10-05/2026-10-09'},
      {
        workspace,
        intercept: request => {
          const spool = join(workspace, 'm365-audit', '.unfinished', 'spool')
          if (struck || !request.url.includes('InvokeCommand') || !existsSync(spool)) return undefined
          struck = true
          seen = open(workspace)
          // In one go, or the export makes the folder again in between.
          rmSync(spool, {recursive: true, force: true})
          writeFileSync(spool, 'no folder any more')
          return undefined
        },
      },
    )
    expect(result.outputs.status).toBe('failed')
    expect(result.annotations.map(({message}) => message).join()).toContain('FOLDER_IO')
    expect([...seen, ...open(workspace)]).toEqual([])
  })
})

describe('a public repository', () => {
  const facts = {repository: 'contoso/audit', apiUrl: 'https://api.github.test', runId: '1'}
  const intercept = (request: Request) =>
    request.url.endsWith('/repos/contoso/audit') ? Response.json({visibility: 'public'}) : undefined

  test.for([
    ['plain', {}, 'failed'],
    ['encrypted', {'encrypt-to': 'ann'}, 'complete'],
    ['pseudonymous', {'pseudonym-key': 'a key of the tests, and of nothing else'}, 'failed'],
  ] as const)('may hold an export that is %s: %j', async ([, inputs, status]) => {
    const given = 'encrypt-to' in inputs ? {'encrypt-to': encryptTo} : inputs
    const result = await exported(given, {facts, intercept})
    expect(result.outputs.status).toBe(status)
    if (status === 'failed') expect(result.simulator.counters.searches).toBe(0)
  })
})
