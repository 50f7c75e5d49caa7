/** The doctor, called as users call it: all OK where all is well, and each thing that bars an export named, with who mends it. */
import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import {gzipSync} from 'node:zlib'
import {afterAll, describe, expect, test} from 'vitest'
import {checkOf} from '../../src/checks/check-of-code.ts'
import {Diagnosis} from '../../src/report/diagnosis.ts'
import {manifestText} from '../../src/report/manifest.ts'
import {makeCertificate} from '../../src/simulator/certificate.ts'
import {createSimulator, type Simulator} from '../../src/simulator/simulator.ts'
import type {StorageOptions} from '../../src/simulator/storage.ts'
import {aManifest} from '../evidence.ts'
import {cleanUp, runAction, temporaryFolder} from '../runner.ts'
import {leaks} from '../signin/simulated.ts'
import {barred, inVault, refusedLater} from './barred.ts'
import {exportMonth} from './month.ts'
import {action, program} from './program.ts'
import {type Arrival, goIn, ownCertificate, type WayIn} from './way-in.ts'

afterAll(cleanUp)

/** The same way in, visited in place of travelled. */
async function visit(way: WayIn): Promise<Arrival> {
  const {inputs = () => ({})} = way
  const arrival = await goIn({...way, inputs: async simulator => ({...(await inputs(simulator)), mode: 'doctor'})})
  expect(leaks(arrival.everything, arrival.masks)).toEqual([])
  expect(arrival.everything).not.toContain('Canary')
  expect([arrival.simulator.sent, arrival.simulator.issues, arrival.simulator.uploads]).toEqual([[], [], []])
  expect(arrival.simulator.counters.queries).toBe(0)
  return arrival
}

function verdicts({diagnosis}: Arrival): string[] {
  return (diagnosis?.checks ?? []).map(({check, verdict}) => `${check} ${verdict}`)
}

const all = {
  ...{issue: 'findings', 'mail-to': 'soc@fabrikam.com', 'mail-from': 'audit@fabrikam.com', 'retention-days': '30'},
}
const notified = {notify: 'high → https://hooks.slack.com/services/Canary0123456789'}

describe('all is OK, and the status complete,', () => {
  test('with a certificate, an issue, a mail, a webhook and artifacts', async () => {
    const arrival = await visit({
      onGitHub: true,
      simulator: {mail: {mailboxes: ['audit@fabrikam.com']}},
      inputs: simulator => ({...ownCertificate(simulator), ...all, ...notified}),
    })
    expect(arrival.failure).toBe('')
    expect(arrival.status).toBe('complete')
    expect(verdicts(arrival)).toEqual([
      'inputs OK',
      'folder OK',
      'certificate OK',
      'password OK',
      'key OK',
      'validity OK',
      'tenant OK',
      'token OK',
      'exchange-permission OK',
      'graph-permission OK',
      'exchange-role OK',
      'auditing OK',
      'search OK',
      'visibility OK',
      'actions OK',
      'issues OK',
      'retention OK',
      'mail OK',
      'notify OK',
      'artifacts OK',
    ])
    expect(arrival.summary).toContain('# Doctor: All 20 checks are OK')
    expect(arrival.everything).toMatch(
      /Auditing: The tenant records; it was first turned on on 2021-03-02, and there are no records from before\. .* keeps records for 180 days: .* has expired/,
    )
  })

  test.each<[string, WayIn]>([
    ['with GitHub’s OIDC token', {idToken: true}],
    ['with a key fetched from a vault', {idToken: true, inputs: inVault}],
    [
      'with a vault that signs',
      {
        simulator: {vault: {exportable: false}},
        inputs: async simulator => ({...inVault(simulator), 'key-vault-token': await simulator.vaultToken()}),
      },
    ],
    ['though the app may use Exchange alone', {simulator: {roles: {graph: []}}, inputs: ownCertificate}],
    [
      'in a cloud without Graph’s query, which is then not looked at',
      {inputs: simulator => ({...ownCertificate(simulator), 'tenant-id': simulator.tenantId, cloud: 'gcc-high'})},
    ],
    [
      'though login throttles and Exchange asks for fewer',
      {simulator: {faults: 'login-429,429-seconds,transient-400'}, inputs: ownCertificate},
    ],
  ])('%s', async (_, way) => {
    const arrival = await visit({...way, onGitHub: true})
    expect(arrival.failure).toBe('')
    expect(verdicts(arrival).filter(verdict => !verdict.endsWith(' OK'))).toEqual([])
    expect(arrival.status).toBe('complete')
  })
})

test('a mailbox that notify alone names is looked at as that of a mail, and one that can’t send is named', async () => {
  const inputs = (simulator: Simulator) => ({
    ...ownCertificate(simulator),
    ...{notify: 'high → soc@fabrikam.com', 'mail-from': 'audit@fabrikam.com'},
  })
  for (const [mailboxes, row] of [
    [['audit@fabrikam.com'], 'mail OK'],
    [[], 'mail MISSING'],
  ] as const)
    expect(verdicts(await visit({simulator: {mail: {mailboxes: [...mailboxes]}}, inputs}))).toContain(row)
})

describe('an archive', () => {
  const to = {'archive-to': 'https://fabrikamaudit.blob.core.windows.net/audit'}
  const lock = {...to, 'archive-lock': 'true', 'archive-retain': '30d'}

  test.each<[string, Record<string, string>, Partial<StorageOptions>, RegExp]>([
    [
      'that can be locked',
      lock,
      {role: 'owner', versionLevelImmutability: true},
      /^OK .*An export made now is locked until/,
    ],
    ['with a policy of its own', to, {containerPolicy: true}, /^OK .*whose end only its owner can read/],
    ['that the app only reads', to, {role: 'reader'}, /^MISSING STORAGE_ROLE/],
    [
      'that the app can’t lock',
      lock,
      {role: 'contributor', versionLevelImmutability: true},
      /^MISSING STORAGE_LOCK_ROLE/,
    ],
  ])('%s is looked at, and nothing is left there', async (_, inputs, storage, says) => {
    const arrival = await visit({
      simulator: {storage},
      inputs: simulator => ({...ownCertificate(simulator), ...inputs}),
    })
    const row = arrival.diagnosis?.checks.find(({check}) => check === 'archive')
    expect([row?.verdict, ...(row?.code ? [row.code] : []), row?.says].join(' ')).toMatch(says)
    expect([...arrival.simulator.storage.blobs]).toEqual([])
  })
})

describe('what bars an export is found by the check that the export’s message names:', () => {
  test.each(barred)('$name', async ({way, code, says}) => {
    const arrival = await visit(way)
    const row = arrival.diagnosis?.checks.find(each => each.code === code)
    expect(row?.check).toBe(checkOf(code))
    expect(row).toMatchObject({stops: true, verdict: code === 'LOGIN_AADSTS90055' ? 'UNKNOWN' : 'MISSING'})
    expect(row?.who).toBeTruthy()
    expect(`${row?.says} ${row?.remedy}`.replaceAll('\n', ' ')).toMatch(unescaped(says))
    expect(arrival.status).toBe('incomplete')
    expect(arrival.failure).toContain('An export would fail.')
    expect(arrival.failure).toContain(`[${code}`)
    expect(arrival.summary).toContain(`## ${row?.title}`.replace(/’/g, '’').slice(0, 6))

    const travelled = await goIn(way)
    expect(travelled.failure).toContain(`[${code}`)
    if (!code.startsWith('INPUT_')) expect(travelled.failure).toContain(`(check ${row?.check})`)
  })
})

test('a missing artifact service ends the export before it reads, in the doctor’s words', async () => {
  const way: WayIn = {onGitHub: true, artifactService: false, inputs: ownCertificate}
  const arrival = await visit(way)
  const row = arrival.diagnosis?.checks.find(each => each.check === 'artifacts')
  expect(row).toMatchObject({verdict: 'MISSING', code: 'ARTIFACT_NO_SERVICE', stops: true})
  const travelled = await goIn(way)
  expect(travelled.failure).toContain(row?.says)
  expect(travelled.failure).toContain(row?.remedy)
  expect(travelled.status).toBe('failed')
  const off = await goIn({...way, inputs: simulator => ({...ownCertificate(simulator), upload: 'false'})})
  expect(off.failure).toBe('')
})

test.each([
  [40, 'validity OK', ''],
  [20, 'validity MISSING', 'CERT_ENDS_SOON'],
])('a certificate with %i days left: %s, and all that rests on it is looked at', async (days, verdict, code) => {
  const notAfter = new Date(Date.now() + days * 86_400_000)
  const made = await makeCertificate({notBefore: new Date(Date.now() - 300 * 86_400_000), notAfter})
  const arrival = await visit({
    onGitHub: true,
    simulator: {certificate: made},
    inputs: ownCertificate,
  })
  expect(verdicts(arrival)).toContain(verdict)
  expect(verdicts(arrival)).toContain('search OK')
  const row = arrival.diagnosis?.checks.find(each => each.check === 'validity')
  expect([row?.code ?? '', row?.stops]).toEqual([code, false])
  expect(`${row?.says}`).toMatch(/ends in \d+ days/)
})

/** The tables' words run from message to remedy, between which the log has code and evidence. */
function unescaped(pattern: RegExp): RegExp {
  return new RegExp(pattern.source, `${pattern.flags}s`)
}

describe('so is what shows only once the app is signed in, or on GitHub’s side:', () => {
  test.each(refusedLater)('%s', async (_, way, row, says) => {
    const {inputs = () => ({})} = way
    const arrival = await visit({
      ...way,
      onGitHub: true,
      inputs: async simulator => ({...ownCertificate(simulator), ...(await inputs(simulator))}),
    })
    const found = arrival.diagnosis?.checks.find(each => each.check === row.check)
    expect(found).toMatchObject({verdict: 'MISSING', stops: true, ...row})
    expect(checkOf(row.code)).toBe(row.check)
    expect(`${found?.says} ${found?.remedy}`).toMatch(unescaped(says))
    expect(arrival.status).toBe('incomplete')
    if (row.stops === false) {
      expect(arrival.failure).toBe('')
      expect(arrival.notes.join('\n')).toContain(`[${row.code}`)
    } else expect(arrival.failure).toContain(`[${row.code}`)
  })
})

describe('files are looked at:', () => {
  const accepted = '# the team’s\n- rule: forwarding\n  reason: asked for\n\n- rule: sharing\n  until: 2026-13-40\n'
  const other = {...aManifest(), tenant: '99999999-8888-4777-8666-555555555555'}
  const named = {accepted: 'accepted.yml', rules: 'rules', baseline: 'baseline.json.gz'}
  const ownRule =
    'title: A\nid: a\nlogsource: {product: m365}\ndetection:\n  selection: {Operation: x}\n  condition: selection\n'

  test.each<[string, Record<string, string | Buffer>, {check: string; code: string}, RegExp]>([
    [
      'a folder with another export',
      {'m365-audit/manifest.json': manifestText(other)},
      {check: 'folder', code: 'FOLDER_OF_ANOTHER_EXPORT'},
      /holds an export of 2026-10 of tenant 99999999.*Choose another folder/,
    ],
    [
      'a folder with other files',
      {'m365-audit/thesis.docx': 'x'},
      {check: 'folder', code: 'FOLDER_NOT_EMPTY'},
      /thesis\.docx/,
    ],
    ['accepted findings that are not there', {}, {check: 'accepted', code: 'ACCEPTED_UNREADABLE'}, /ENOENT/],
    [
      'accepted findings that are no YAML',
      {'accepted.yml': '- rule: sharing\n  reason: "open\n'},
      {check: 'accepted', code: 'ACCEPTED_MALFORMED'},
      /at line \d, column \d+/,
    ],
    [
      'accepted findings of which one is wrong',
      {'accepted.yml': accepted},
      {check: 'accepted', code: 'ACCEPTED_MALFORMED'},
      /entry 2 \(line 5\): /,
    ],
    ['own rules that are not there', {}, {check: 'rules', code: 'RULES_UNREADABLE'}, /ENOENT/],
    [
      'own rules of which one is wrong',
      {'rules/a.yml': ownRule, 'rules/b.yml': `${ownRule}---\n- 1\n`},
      {check: 'rules', code: 'RULES_MALFORMED'},
      /b\.yml:2: its id is that of a\.yml; b\.yml:8: it is no Sigma rule/,
    ],
    [
      'a baseline that is none',
      {'accepted.yml': '', 'baseline.json.gz': gzipSync('{"schema":1}')},
      {check: 'baseline', code: 'BASELINE_UNREADABLE'},
      /it is no baseline: /,
    ],
    [
      'a baseline that is not packed',
      {'baseline.json.gz': '{}'},
      {check: 'baseline', code: 'BASELINE_UNREADABLE'},
      /header/,
    ],
  ])('%s', async (_, files, row, says) => {
    const {check} = row
    const inputs =
      check === 'folder'
        ? {}
        : check === 'rules'
          ? {rules: 'rules'}
          : check === 'baseline'
            ? named
            : {accepted: named.accepted}
    const arrival = await visit({
      onGitHub: true,
      files,
      inputs: simulator => ({...ownCertificate(simulator), ...inputs}),
    })
    const found = arrival.diagnosis?.checks.find(each => each.code === row.code)
    expect(found).toMatchObject({...row, verdict: 'MISSING', stops: true})
    expect(found?.says + String(found?.remedy)).toMatch(says)
  })

  test('the period’s own folder, by the default of the input', async () => {
    const inputs = (simulator: Simulator) => ({...ownCertificate(simulator), directory: '', period: '2026-10'})
    const at = async (name: string) => {
      const files = {[`m365-audit/${name}`]: manifestText(other)}
      const {diagnosis} = await visit({onGitHub: true, files, inputs})
      return diagnosis?.checks.find(each => each.check === 'folder')
    }
    expect(await at('2026-10/manifest.json')).toMatchObject({verdict: 'MISSING', code: 'FOLDER_OF_ANOTHER_EXPORT'})
    for (const elsewhere of ['2026-09/manifest.json', 'manifest.json'])
      expect(await at(elsewhere)).toMatchObject({
        verdict: 'OK',
        says: expect.stringContaining('m365-audit/2026-10 can be'),
      })
  })

  test('a folder that is a file, in which the doctor can’t write either', async () => {
    const arrival = await visit({onGitHub: true, files: {'m365-audit': 'x'}, inputs: ownCertificate})
    expect(arrival.failure).toMatch(/MISSING\s+Export folder: .*m365-audit is a file.*\[FOLDER_IS_A_FILE/)
    expect(arrival.notes.join()).toContain('doctor.json could not be written')
  })

  test('and said to be right where they are', async () => {
    const earlier = await exportMonth({simulator: {recordsPerMonth: 100}, inputs: {period: '2026-09'}})
    const baseline = readFileSync(join(earlier.directory, 'baseline.json.gz'))
    const lacking = ownRule.replace('id: a', 'id: b').replace('Operation:', 'Operation|base64:')
    const files = {
      'accepted.yml': '- {rule: sharing, reason: ours}\n',
      'rules/a.yml': ownRule,
      'rules/b.yml': lacking,
      'baseline.json.gz': baseline,
    }
    const arrival = await visit({
      onGitHub: true,
      files,
      inputs: simulator => ({...ownCertificate(simulator), ...named}),
    })
    expect(verdicts(arrival).filter(verdict => /^(folder|accepted|rules|baseline)/.test(verdict))).toEqual([
      'folder OK',
      'accepted OK',
      'rules OK',
      'baseline OK',
    ])
    expect(arrival.everything).toMatch(/accepted\.yml is understood, with 1 accepted finding\./)
    expect(arrival.everything).toMatch(
      /rules is understood: 1 rule will run\. 1 of the 2 own rules.*b\.yml:5: modifier base64/,
    )
    expect(arrival.everything).toMatch(/can be written, with room for some [\d,]+ records\.[^.]* \[free [\d.]+ GB\]/)
  })
})

describe('several mistakes', () => {
  test('are told apart from what only follows from them', async () => {
    const arrival = await visit({
      onGitHub: true,
      inputs: simulator => ({...ownCertificate(simulator), source: 'exchange'}),
      simulator: {faults: 'app-only-403'},
    })
    const open = verdicts(arrival).filter(verdict => !verdict.endsWith(' OK'))
    expect(open).toEqual(['exchange-role MISSING', 'auditing UNKNOWN', 'search UNKNOWN'])
    expect(arrival.everything).toContain('Audit search: It takes Exchange role first.')
  })

  test('show at once: an expired certificate of another thumbprint, a wrong input, and a token that writes no issues', async () => {
    const old = await makeCertificate({notBefore: new Date('2020-01-01'), notAfter: new Date('2021-01-01')})
    const arrival = await visit({
      onGitHub: true,
      simulator: {github: {permissions: {actions: 'read', issues: 'read'}}},
      inputs: () => ({
        certificate: old.pfx.toString('base64'),
        'certificate-password': old.password,
        'certificate-thumbprint': '0123456789ABCDEF0123456789ABCDEF01234567',
        issue: 'findings',
        settle: 'soon',
      }),
    })
    expect(verdicts(arrival)).toEqual([
      'inputs MISSING',
      'folder OK',
      'certificate OK',
      'password OK',
      'key MISSING',
      'validity MISSING',
      'tenant OK',
      'token UNKNOWN',
      'exchange-permission UNKNOWN',
      'graph-permission UNKNOWN',
      'exchange-role UNKNOWN',
      'auditing UNKNOWN',
      'search UNKNOWN',
      'visibility OK',
      'actions OK',
      'issues MISSING',
      'retention OK',
      'artifacts OK',
    ])
    expect(arrival.everything).toContain('Sign-in to Entra: It takes Key and thumbprint first.')
    expect(arrival.simulator.counters.tokens).toBe(0)
    expect(arrival.failure).toMatch(
      /4 of 18 MISSING: Inputs, Key and thumbprint, Certificate validity, Permission issues: write\./,
    )
  })

  test('a wrong password, and everything that needs no certificate', async () => {
    const arrival = await visit({
      onGitHub: true,
      inputs: simulator => ({...ownCertificate(simulator), 'certificate-password': 'Canary-password-0123456789'}),
    })
    expect(verdicts(arrival)).toContain('certificate OK')
    expect(verdicts(arrival)).toContain('password MISSING')
    expect(verdicts(arrival)).toContain('key UNKNOWN')
    expect(verdicts(arrival)).toContain('tenant OK')
    expect(verdicts(arrival)).toContain('artifacts OK')
  })

  test('neither tenant nor app nor certificate: what is given is looked at all the same', async () => {
    const arrival = await visit({onGitHub: true, inputs: () => ({'tenant-id': '', 'client-id': ''})})
    const codes = arrival.diagnosis?.checks.map(row => row.code).filter(code => code !== undefined)
    expect(codes).toEqual(['INPUT_TENANT_ID', 'INPUT_CLIENT_ID', 'INPUT_CERTIFICATE'])
    expect(verdicts(arrival)).toContain('visibility OK')
  })
})

test('the shape of an answer is told, in the log and in doctor.json, without any value of a record', async () => {
  const {everything, diagnosis, simulator} = await visit({onGitHub: true, inputs: ownCertificate})
  expect(diagnosis?.shape?.[0]).toMatch(/^Rows: \d+ on \d+ pages? .*; asked for: 5000\.$/)
  for (const line of diagnosis?.shape ?? []) expect(everything).toContain(`Shape of an answer: ${line}`)
  const said = diagnosis?.shape?.join('\n') ?? ''
  const now = Date.now()
  const records = [...simulator.truth(now - 2 * 86_400_000, now)]
  const values = records.flatMap(({id, auditData}) => [id, (JSON.parse(auditData) as {UserId?: string}).UserId ?? ''])
  expect(values.length).toBeGreaterThan(0)
  expect(values.filter(value => value.length > 3 && said.includes(value))).toEqual([])
})

test('what can’t be told is not called OK: Graph tells of auditing only by refusing a query', async () => {
  const arrival = await visit({
    onGitHub: true,
    inputs: simulator => ({...ownCertificate(simulator), source: 'graph'}),
  })
  expect(arrival.failure).toBe('')
  expect(arrival.status).toBe('provisional')
  expect(verdicts(arrival).filter(verdict => !verdict.endsWith(' OK'))).toEqual(['auditing UNKNOWN'])
  expect(arrival.everything).toContain('Graph lists the tenant’s audit log queries (beta, 1 of them); none was made.')
})

describe('where Exchange refuses this application,', () => {
  const refused = {onGitHub: true, simulator: {faults: 'app-only-403'}}

  test('source: auto goes on through Graph, in the doctor as in an export', async () => {
    const way: WayIn = {...refused, inputs: ownCertificate}
    const arrival = await visit(way)
    expect(arrival.failure).toBe('')
    expect(arrival.status).toBe('provisional')
    expect(verdicts(arrival).filter(verdict => !verdict.endsWith(' OK'))).toEqual(['auditing UNKNOWN'])
    expect(arrival.everything).toContain('Not needed: source: auto goes on through Graph.')
    const travelled = await goIn(way)
    expect([travelled.failure, travelled.status]).toEqual(['', 'complete'])
  })

  test('it stops an export through source: auto where Graph is not open either', async () => {
    const arrival = await visit({
      ...refused,
      simulator: {...refused.simulator, roles: {graph: []}},
      inputs: ownCertificate,
    })
    expect(arrival.failure).toContain('An export would fail.')
    expect(verdicts(arrival)).toContain('exchange-role MISSING')
  })

  test('source: both misses it, and does not stop', async () => {
    const arrival = await visit({...refused, inputs: simulator => ({...ownCertificate(simulator), source: 'both'})})
    const row = arrival.diagnosis?.checks.find(({check}) => check === 'exchange-role')
    expect(row).toMatchObject({verdict: 'MISSING', stops: false})
    expect(arrival.diagnosis?.checks.filter(({stops}) => stops)).toEqual([])
  })
})

test('a cloud whose search finds nothing is not called OK because it answers', async () => {
  const arrival = await visit({
    onGitHub: true,
    inputs: simulator => ({...ownCertificate(simulator), 'tenant-id': simulator.tenantId, cloud: 'china'}),
    simulator: {faults: 'always-empty'},
  })
  expect(verdicts(arrival).filter(verdict => !verdict.endsWith(' OK'))).toEqual(['search MISSING'])
  expect(arrival.failure).toContain('[CLOUD_ALWAYS_EMPTY')
  expect(arrival.everything).toContain('an export can never be complete')
})

describe('through the doors', () => {
  test('a runner shows the lines, the summary and the outputs, and the step succeeds', async () => {
    const simulator = await createSimulator({recordsPerMonth: 1000})
    const service = await simulator.listen()
    const workspace = temporaryFolder()
    try {
      const inputs = {mode: 'doctor', issue: 'always'}
      const {code, outputs, log, summary} = await runAction(program, {
        action,
        inputs,
        env: service.environment,
        workspace,
      })
      expect(log).toContain('OK         Artifact service: The artifact service answers; this run has 0 artifacts.')
      expect([code, outputs.status, outputs.directory]).toEqual([0, 'complete', 'm365-audit'])
      expect(summary).toContain('# Doctor: All 18 checks are OK')
      expect([simulator.issues, simulator.uploads]).toEqual([[], []])
      const written: unknown = JSON.parse(readFileSync(join(workspace, 'm365-audit', 'doctor.json'), 'utf8'))
      expect(Diagnosis.parse(written).status).toBe('complete')
    } finally {
      await service.close()
    }
  })

  test('a terminal ends with 1 where an export would, and lists what is missing', async () => {
    const simulator = await createSimulator({recordsPerMonth: 1000})
    const service = await simulator.listen()
    try {
      const {M365_AUDIT_ENDPOINTS, INPUT_CERTIFICATE} = service.environment
      const {code, raw} = await runAction(program, {
        args: ['doctor', '--tenant-id', simulator.domain, '--client-id', simulator.clientId],
        env: {M365_AUDIT_ENDPOINTS, INPUT_CERTIFICATE, GITHUB_REPOSITORY: undefined, GITHUB_ACTIONS: undefined},
      })
      expect(code).toBe(1)
      expect(raw).toContain('OK         Certificate file')
      expect(raw).toMatch(
        /error: MISSING Certificate password: 'certificate' is protected by a password.*gh secret set/,
      )
      expect(raw).toContain('status: incomplete')
      expect(raw).not.toContain('Repository visibility')
    } finally {
      await service.close()
    }
  })
})
