import fc from 'fast-check'
import {describe, expect, test} from 'vitest'
import type {Host} from '../src/host/host.ts'
import {listReader} from '../src/inputs/readers.ts'
import type {Mode} from '../src/inputs/settings.ts'
import {parseInputs} from '../src/inputs.ts'
import {explain} from '../src/wire/failure.ts'

const tenant = '11111111-aaaa-4bbb-8ccc-222222222222'
const client = '33333333-aaaa-4bbb-8ccc-444444444444'
const signIn = {'tenant-id': tenant, 'client-id': client, certificate: 'MIIKPFX', 'certificate-password': 'hunter2'}

const vaultId = 'https://contoso-audit.vault.azure.net/certificates/m365'
const inVault = {certificate: '', 'certificate-password': '', 'key-vault-certificate': vaultId}
const idToken = {url: 'https://token.example/?v=1', bearer: 'ghs_oidc'}

interface Given {
  inputs?: Record<string, string>
  kind?: Host['kind']
  strays?: string[]
  command?: Mode
  idToken?: Host['idToken']
}

function parse({inputs = {}, kind = 'runner', strays = [], command, idToken}: Given) {
  const masks: string[] = []
  const silent = () => {}
  const host: Host = {
    kind,
    input: name => inputs[name] ?? '',
    given: Object.keys(inputs).filter(name => inputs[name] !== ''),
    strays,
    idToken,
    facts: {workspace: '/work', isGitHubActions: true},
    info: silent,
    debug: silent,
    group: (_title, body) => body(),
    notice: silent,
    warning: silent,
    error: silent,
    mask: secret => void masks.push(secret),
    output: silent,
    summary: async () => {},
    fail: silent,
  }
  return {masks, parsed: parseInputs(host, command)}
}

function settingsOf(given: Given) {
  const {parsed} = parse(given)
  if ('mistakes' in parsed) expect.fail(parsed.mistakes.map(explain).join('\n'))
  return parsed.settings
}

function mistakesOf(given: Given) {
  const {parsed} = parse(given)
  if ('settings' in parsed) expect.fail('no mistake was found')
  return parsed.mistakes
}

const codesOf = (inputs: Record<string, string>) => mistakesOf({inputs}).map(({code}) => code)
const exported = (inputs: Record<string, string>) => settingsOf({inputs: {...signIn, ...inputs}})

describe('settings', () => {
  test('of an export, by default', () => {
    expect(settingsOf({inputs: signIn})).toEqual({
      mode: 'export',
      signIn: {
        tenant,
        clientId: client,
        credential: {from: 'input', content: 'MIIKPFX', password: 'hunter2'},
        cloud: 'worldwide',
      },
      period: {kind: 'auto'},
      timezone: 'UTC',
      runOn: 'any-day',
      source: 'auto',
      filters: {
        recordTypes: [],
        excludeRecordTypes: [],
        operations: [],
        users: [],
        ipAddresses: [],
        objectIds: [],
        workloads: [],
      },
      settle: 72 * 3_600_000,
      confirm: 'sample',
      directory: 'm365-audit/<period>',
      partsDirectory: 'm365-audit-parts',
      files: ['csv', 'jsonl'],
      flatGuard: 'formulas',
      encryptTo: [],
      sign: 'auto',
      upload: 'default',
      artifactName: 'm365-audit-<tenant>-<period>',
      retentionDays: 0,
      allowPublic: false,
      trustedWorkflows: [],
      minimumSeverity: 'low',
      disclose: 'masked',
      issue: {mode: 'never', labels: [], assignees: []},
      accepted: {path: '.github/accepted-findings.yml', named: false},
      baseline: {from: 'auto'},
      failOn: ['incomplete'],
      concurrency: 2,
      deadline: 330 * 60_000,
      resume: 'auto',
      backfill: 0,
    })
  })

  test('of a merge need no credentials, but where the mail goes through Graph', () => {
    expect(settingsOf({inputs: {mode: 'merge'}})).not.toHaveProperty('signIn')
    const mail = {'mail-to': 'a@contoso.com', 'mail-from': 'b@contoso.com'}
    expect(settingsOf({inputs: {...signIn, ...mail, mode: 'merge'}})).toHaveProperty('signIn')
    expect(codesOf({...mail, mode: 'merge'})).toContain('INPUT_TENANT_ID')
  })

  describe('of an archive', () => {
    const to = 'https://contosoaudit.blob.core.windows.net/audit/m365'
    const address = {
      account: 'contosoaudit',
      host: 'contosoaudit.blob.core.windows.net',
      container: 'audit',
      prefix: 'm365',
    }

    test('are its address, and a lock only where word and time are given', () => {
      expect(exported({'archive-to': to})).toMatchObject({archive: {address}})
      expect(exported({'archive-to': to, 'archive-lock': 'false'})).not.toHaveProperty('archive.lockFor')
      expect(exported({'archive-to': to, 'archive-lock': 'true', 'archive-retain': '7y'})).toMatchObject({
        archive: {address, lockFor: {years: 7}},
      })
      expect(exported({})).not.toHaveProperty('archive')
    })

    test.each<[string, Record<string, string>, string[]]>([
      ['a lock without a time', {'archive-to': to, 'archive-lock': 'true'}, ['INPUT_ARCHIVE_RETAIN']],
      ['a time without a lock', {'archive-to': to, 'archive-retain': '7y'}, ['INPUT_ARCHIVE_RETAIN']],
      [
        'a lock and a time without an archive',
        {'archive-lock': 'true', 'archive-retain': '7y'},
        ['INPUT_ARCHIVE_LOCK', 'INPUT_ARCHIVE_RETAIN'],
      ],
      [
        'more than ten years',
        {'archive-to': to, 'archive-lock': 'true', 'archive-retain': '11y'},
        ['INPUT_ARCHIVE_RETAIN'],
      ],
      ['a lock that is neither true nor false', {'archive-to': to, 'archive-lock': 'locked'}, ['INPUT_ARCHIVE_LOCK']],
      ['an account of another cloud', {'archive-to': to, cloud: 'gcc-high'}, ['INPUT_ARCHIVE_TO']],
      ['what is no container', {'archive-to': 'https://contoso.example/audit'}, ['INPUT_ARCHIVE_TO']],
    ])('refuse %s', (_, inputs, codes) => {
      expect(codesOf({...signIn, ...inputs})).toEqual(codes)
    })

    test('with a signature in the address are hidden', () => {
      const inputs = {...signIn, 'archive-to': `${to}?sv=2023-11-03&sig=Zm9vYmFy`}
      const {masks, parsed} = parse({inputs})
      expect(masks).toContain(inputs['archive-to'])
      expect(JSON.stringify('mistakes' in parsed && parsed.mistakes.map(explain))).not.toContain('Zm9v')
    })

    test('of a merge need a sign-in', () => {
      expect(codesOf({mode: 'merge', 'archive-to': to})).toContain('INPUT_TENANT_ID')
      expect(settingsOf({inputs: {...signIn, mode: 'merge', 'archive-to': to}})).toHaveProperty('signIn')
    })

    test('of a verification are an address in place of a folder, with a sign-in, and the thumbprint is the signer’s', () => {
      const thumbprint = 'A'.repeat(40)
      const asked = {...signIn, 'certificate-thumbprint': thumbprint}
      const settings = settingsOf({inputs: {...asked, mode: 'verify', directory: `${to}/t/2026-10/0123456789abcdef`}})
      expect(settings).toMatchObject({
        archive: {address: {...address, prefix: 'm365/t/2026-10/0123456789abcdef'}, signIn: {tenant, clientId: client}},
        thumbprint,
      })
      expect(settings).not.toHaveProperty('archive.signIn.thumbprint')
      expect(
        settingsOf({
          inputs: {'tenant-id': tenant, 'client-id': client, 'certificate-thumbprint': thumbprint},
          strays: [to],
          ...{kind: 'terminal', command: 'verify', idToken},
        }),
      ).toMatchObject({directory: to, archive: {signIn: {credential: {from: 'federation'}}}})
      expect(mistakesOf({kind: 'terminal', command: 'verify', strays: [to]}).map(({code}) => code)).toContain(
        'INPUT_TENANT_ID',
      )
      expect(codesOf({...signIn, mode: 'verify', directory: 'https://contoso.example/x'})).toEqual(['INPUT_DIRECTORY'])
    })
  })

  test('of a part are an export’s, and refuse what no part can do', () => {
    expect(settingsOf({inputs: {...signIn, shard: '2/4', formats: 'csv'}})).toMatchObject({shard: {part: 2, of: 4}})
    const recipient = 'age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p'
    expect(codesOf({...signIn, shard: '2/4', formats: 'jsonl'})).toEqual(['INPUT_FORMATS'])
    expect(codesOf({...signIn, shard: '2/4', backfill: '2'})).toEqual(['INPUT_BACKFILL'])
    for (const inputs of [{...signIn, shard: '2/4'}, {mode: 'merge'}]) {
      expect(codesOf({...inputs, 'encrypt-to': recipient})).toEqual(['INPUT_STATE_KEY'])
      const sealed = {...inputs, 'encrypt-to': recipient, 'state-key': 'a key of the tests, and of nothing else'}
      expect(settingsOf({inputs: sealed})).toMatchObject({encryptTo: [recipient]})
    }
    expect(codesOf({...signIn, mode: 'plan', shard: '2/4'})).toEqual(['INPUT_SHARD'])
    expect(codesOf({mode: 'demo', shard: '2/4'})).toEqual(['INPUT_SHARD'])
  })

  test('of a verification in a terminal take the folder as a word, once', () => {
    const asked = (inputs: Record<string, string>, ...strays: string[]) =>
      ({kind: 'terminal', command: 'verify', inputs, strays}) as const
    for (const folder of ['/tmp/month', '.', '../m365-audit/2026-10', 'a <b>'])
      expect(settingsOf(asked({}, folder))).toMatchObject({directory: folder})
    expect(
      mistakesOf(asked({directory: 'a'}, 'b'))
        .map(explain)
        .join(),
    ).toMatch(/folder b is named too/)
    expect(mistakesOf(asked({})).map(explain).join()).toMatch(/--directory is missing.*verify FOLDER/)
    expect(
      mistakesOf({inputs: {mode: 'verify', directory: 'm365-audit/<period>'}})
        .map(explain)
        .join(),
    ).toMatch(/`directory` is missing.*steps\.export\.outputs\.directory/)
    expect(
      mistakesOf({inputs: {mode: 'verify', directory: 'out/<period>'}})
        .map(explain)
        .join(),
    ).toMatch(/nothing stands/)
    expect(
      mistakesOf({kind: 'terminal', command: 'demo', strays: ['folder']})
        .map(explain)
        .join(),
    ).toMatch(/no option/)
  })

  test('of days and weeks read those again that have settled, unless they say otherwise', () => {
    const backfillOf = (inputs: Record<string, string>) => settingsOf({inputs: {...signIn, ...inputs}})
    for (const [period, backfill] of [
      ['previous-day', 7],
      ['last-24h', 7],
      ['previous-week', 1],
      ['previous-month', 0],
      ['2026-10-06', 0],
    ] as const)
      expect(backfillOf({period})).toMatchObject({backfill})
    expect(backfillOf({period: 'previous-day', backfill: '0'})).toMatchObject({backfill: 0})
    expect(backfillOf({period: 'previous-day', shard: '1/2'})).toMatchObject({backfill: 0})
    expect(codesOf({...signIn, period: '2026-10-06', backfill: '3'})).toEqual(['INPUT_BACKFILL'])
    expect(codesOf({...signIn, period: 'previous-day', directory: 'audit'})).toEqual(['INPUT_DIRECTORY'])
    expect(codesOf({...signIn, period: 'last-24h', shard: '1/2'})).toEqual(['INPUT_PERIOD'])
    expect(codesOf({...signIn, period: 'previous-week', 'run-on': 'last-day'})).toEqual(['INPUT_RUN_ON'])
  })

  test('give each month of a backfill a folder, and the parts another than the whole', () => {
    const several = {...signIn, backfill: '2'}
    expect(settingsOf({inputs: several})).toMatchObject({backfill: 2, directory: 'm365-audit/<period>'})
    for (const directory of ['audit', '<tenant>/audit']) {
      expect(codesOf({...several, directory})).toEqual(['INPUT_DIRECTORY'])
      expect(settingsOf({inputs: {...signIn, directory}})).toMatchObject({directory})
      expect(settingsOf({inputs: {...several, directory: `${directory}-<period>`}})).toMatchObject({backfill: 2})
    }
    const merge = (directory: string, parts: string) => ({mode: 'merge', directory, 'parts-directory': parts})
    expect(codesOf(merge('m365-audit/<period>', 'm365-audit'))).toEqual(['INPUT_PARTS_DIRECTORY'])
    expect(codesOf(merge('audit', 'audit/parts'))).toEqual(['INPUT_PARTS_DIRECTORY'])
    expect(settingsOf({inputs: merge('audit', 'audit-parts')})).toMatchObject({partsDirectory: 'audit-parts'})
    expect(settingsOf({inputs: merge('audit', 'audit')})).toMatchObject({directory: 'audit', partsDirectory: 'audit'})
  })

  test('of a demo need nothing, and carry no credentials', () => {
    const settings = settingsOf({inputs: {...signIn, mode: 'demo'}})
    expect(settings).toMatchObject({mode: 'demo', files: ['csv', 'jsonl']})
    expect(settings).not.toHaveProperty('signIn')
    expect(settingsOf({command: 'demo', kind: 'terminal'}).mode).toBe('demo')
  })

  test('of verify are the folder, anywhere in a terminal, who must have signed it, and what its findings follow from', () => {
    const accepted = {path: '.github/accepted-findings.yml', named: false}
    const alone = {mode: 'verify', identities: [], accepted, baseline: {from: 'auto'}}
    const named = {mode: 'verify', directory: './months/2026-10', period: 'nonsense'}
    expect(settingsOf({inputs: named})).toEqual({...alone, directory: 'months/2026-10'})
    const stateKey = 'openssl made this, 0123456789abcdef'
    const inputs = {
      directory: '/tmp/month',
      'certificate-thumbprint': 'AB:'.repeat(31).concat('cd'),
      'trusted-ca': 'ca.pem',
      'state-key': stateKey,
      baseline: 'last.json.gz',
      accepted: 'list.yml',
    }
    expect(settingsOf({command: 'verify', kind: 'terminal', inputs})).toEqual({
      ...alone,
      directory: '/tmp/month',
      thumbprint: `${'AB'.repeat(31)}CD`,
      trustedCa: 'ca.pem',
      stateKey,
      baseline: {from: 'file', path: 'last.json.gz'},
      accepted: {path: 'list.yml', named: true},
    })
  })

  test.each(['ftp://authority', 'authority', 'https://user:password@authority', 'https://authority/#here', ''])(
    'refuse %j as the address of a timestamp authority, or have none',
    address => {
      const {parsed} = parse({inputs: {'timestamp-url': address}})
      const codes = 'mistakes' in parsed ? parsed.mistakes.map(mistake => mistake.code) : []
      expect(codes.includes('INPUT_TIMESTAMP_URL')).toBe(address !== '')
      expect(JSON.stringify(parsed)).not.toContain('user:password')
    },
  )

  test.for([
    {
      name: 'a domain as tenant',
      inputs: {'tenant-id': 'Contoso.onmicrosoft.COM'},
      expected: {signIn: {tenant: 'contoso.onmicrosoft.com'}},
    },
    {name: 'ids in upper case', inputs: {'client-id': client.toUpperCase()}, expected: {signIn: {clientId: client}}},
    {
      name: 'a certificate’s file',
      inputs: {certificate: '', 'certificate-file': '/secrets/a.pfx'},
      expected: {signIn: {credential: {from: 'file', path: '/secrets/a.pfx', password: 'hunter2'}}},
    },
    {
      name: 'a certificate in a key vault, with a token for it',
      inputs: {...inVault, 'key-vault-token': 'eyJ0'},
      expected: {
        signIn: {
          credential: {
            from: 'vault',
            address: {name: 'contoso-audit', host: 'contoso-audit.vault.azure.net', certificate: 'm365'},
            token: 'eyJ0',
          },
        },
      },
    },
    {
      name: 'a vault of a national cloud, and a version',
      inputs: {
        ...inVault,
        cloud: 'china',
        'key-vault-certificate': `https://x-1.vault.azure.cn/certificates/m365/${'0f'.repeat(16)}`,
        'key-vault-token': 'eyJ0',
      },
      expected: {signIn: {credential: {address: {host: 'x-1.vault.azure.cn', version: '0f'.repeat(16)}}}},
    },
    {
      name: 'a thumbprint as Windows copies it',
      inputs: {'certificate-thumbprint': `\u200e${'ab cd '.repeat(10)}`.trim()},
      expected: {signIn: {thumbprint: 'ABCD'.repeat(10)}},
    },
    {
      name: 'a SHA-256 thumbprint',
      inputs: {'certificate-thumbprint': `${'AB:'.repeat(31)}cd`},
      expected: {signIn: {thumbprint: `${'AB'.repeat(31)}CD`}},
    },
    {name: 'a cloud', inputs: {cloud: 'gcc-high'}, expected: {signIn: {cloud: 'gcc-high'}}},
    {name: 'a month', inputs: {period: '2026-10'}, expected: {period: {kind: 'month', month: '2026-10'}}},
    {
      name: 'a range',
      inputs: {period: '2026-10-01/2026-10-15'},
      expected: {period: {kind: 'range', from: '2026-10-01', to: '2026-10-15'}},
    },
    {name: 'a zone in another case', inputs: {timezone: 'europe/berlin'}, expected: {timezone: 'Europe/Berlin'}},
    {name: 'a zone by its newer name', inputs: {timezone: 'Asia/Kolkata'}, expected: {timezone: 'Asia/Kolkata'}},
    {
      name: 'lists by comma and line, without repetitions',
      inputs: {
        users: 'a@x.test, b@x.test\n\na@x.test',
        'record-types': 'ExchangeAdmin,15',
        'ip-addresses': '10.0.0.1\n2001:db8::1',
      },
      expected: {
        filters: {
          users: ['a@x.test', 'b@x.test'],
          recordTypes: ['ExchangeAdmin', '15'],
          ipAddresses: ['10.0.0.1', '2001:db8::1'],
        },
      },
    },
    {
      name: 'operations with spaces and dots',
      inputs: {operations: 'Add member to role.,Set-Mailbox'},
      expected: {filters: {operations: ['Add member to role.', 'Set-Mailbox']}},
    },
    {name: 'days to settle', inputs: {settle: '3d'}, expected: {settle: 3 * 86_400_000}},
    {name: 'nothing to settle', inputs: {settle: '0'}, expected: {settle: 0}},
    {name: 'minutes', inputs: {deadline: '90m'}, expected: {deadline: 90 * 60_000}},
    {name: 'days and hours', inputs: {settle: '1d12h'}, expected: {settle: 36 * 3_600_000}},
    {name: 'a deeper folder', inputs: {directory: './out//audit/'}, expected: {directory: 'out/audit'}},
    {name: 'a folder by tenant', inputs: {directory: '<tenant>/<period>/'}, expected: {directory: '<tenant>/<period>'}},
    {name: 'one format', inputs: {formats: 'jsonl'}, expected: {files: ['jsonl']}},
    {name: 'Parquet', inputs: {formats: 'parquet'}, expected: {files: ['parquet']}},
    {name: 'the flat CSV', inputs: {columns: 'flat'}, expected: {files: ['flat', 'jsonl']}},
    {
      name: 'everything',
      inputs: {formats: 'csv\njsonl,parquet', columns: 'both'},
      expected: {files: ['csv', 'flat', 'jsonl', 'parquet']},
    },
    {
      name: 'numbers guarded in the flat CSV',
      inputs: {columns: 'flat', 'flat-guard': 'all'},
      expected: {files: ['flat', 'jsonl'], flatGuard: 'all'},
    },
    {name: 'no and TRUE', inputs: {upload: 'no', 'allow-public': 'TRUE'}, expected: {upload: 'off', allowPublic: true}},
    {name: 'never failing', inputs: {'fail-on': 'never'}, expected: {failOn: []}},
    {name: 'several verdicts', inputs: {'fail-on': 'incomplete,high'}, expected: {failOn: ['incomplete', 'high']}},
    {
      name: 'the limits',
      inputs: {concurrency: '10', 'retention-days': '400'},
      expected: {concurrency: 10, retentionDays: 400},
    },
    {name: 'a source', inputs: {source: 'graph'}, expected: {source: 'graph'}},
    {name: 'a token', inputs: {'github-token': 'ghs_x'}, expected: {githubToken: 'ghs_x'}},
    {
      name: 'inputs of later versions at their defaults',
      inputs: {resume: 'auto', issue: 'never'},
      expected: {mode: 'export'},
    },
  ])('know $name', ({inputs, expected}) => {
    expect(exported(inputs)).toMatchObject(expected)
  })

  test('hide their secrets before anything can print them', () => {
    const {masks} = parse({inputs: {...signIn, 'github-token': 'ghs_x', 'pseudonym-key': 'k3y', mode: 'nonsense'}})
    expect(masks).toEqual(['MIIKPFX', 'hunter2', 'k3y', 'ghs_x'])
  })
})

describe('mistakes', () => {
  test.for([
    {input: 'mode', value: 'exprot', says: /export is meant/},
    {input: 'shard', value: '5/4', says: /K\/N/},
    {input: 'tenant-id', value: 'common', says: /one tenant by name/},
    {input: 'tenant-id', value: 'organizations', says: /one tenant by name/},
    {input: 'tenant-id', value: 'https://login.microsoftonline.com/contoso.com', says: /URL/},
    {input: 'tenant-id', value: 'admin@contoso.com', says: /after the @/},
    {input: 'tenant-id', value: 'contoso', says: /dot/},
    {input: 'tenant-id', value: 'contoso .com', says: /space/},
    {input: 'tenant-id', value: `{${tenant}}`, says: /braces/},
    {input: 'tenant-id', value: '00000000-0000-0000-0000-000000000000', says: /zeros/},
    {input: 'tenant-id', value: `${tenant}0`, says: /neither/},
    {input: 'client-id', value: 'my app', says: /GUID.*object id/},
    {input: 'client-id', value: 'abc8Q~Secret.Value_0123456789-abcdefghij', says: /client secret/, hides: 'abc8Q~'},
    {input: 'client-id', value: tenant, says: /tenant-id is the same/},
    {input: 'client-id', value: '${{ secrets.CLIENT }}', says: /was not resolved/},
    {input: 'certificate', value: './secrets/audit.pfx', says: /path/, hides: 'audit.pfx'},
    {input: 'certificate-thumbprint', value: 'abcd', says: /4 hexadecimal/},
    {input: 'certificate-thumbprint', value: 'zz'.repeat(20), says: /not hexadecimal/},
    {input: 'cloud', value: 'usgov', says: /gcc-high/},
    {input: 'period', value: '2026-13', says: /no month/},
    {input: 'period', value: 'last month', says: /previous-month/},
    {input: 'timezone', value: 'Berlin', says: /Europe\/Berlin is meant/},
    {input: 'timezone', value: 'Europe\\Berlin', says: /IANA/},
    {input: 'timezone', value: '+02:00', says: /Offsets/},
    {input: 'timezone', value: 'W. Europe Standard Time', says: /Windows names/},
    {input: 'run-on', value: 'lastday', says: /last-day is meant/},
    {input: 'record-types', value: 'Exchange*', says: /wildcards/},
    {input: 'ip-addresses', value: '10.0.0.1,10.0.0.0/8', says: /“10.0.0.0\/8”: it is a range/},
    {input: 'ip-addresses', value: '10.0.0.256', says: /is not one/},
    {input: 'free-text', value: 'a\nb', says: /more than one line/},
    {input: 'settle', value: '72', says: /unit is missing/},
    {input: 'settle', value: '-3d', says: /no duration/},
    {input: 'settle', value: '3 days', says: /no duration/},
    {input: 'settle', value: '999d', says: /too long/},
    {input: 'confirm', value: 'some', says: /none, sample or all/},
    {input: 'deadline', value: '0', says: /too short/},
    {input: 'directory', value: '/var/audit', says: /absolute/},
    {input: 'directory', value: 'C:\\audit', says: /absolute/},
    {input: 'directory', value: '\\\\server\\audit', says: /absolute/},
    {input: 'directory', value: 'a/../../b', says: /leads out/},
    {input: 'directory', value: '.', says: /workspace itself/},
    {input: 'directory', value: './', says: /workspace itself/},
    {input: 'directory', value: '~/audit', says: /~/},
    {input: 'directory', value: '.git/audit', says: /inside .git/},
    {input: 'directory', value: 'a\u0000b', says: /control character/},
    {input: 'directory', value: 'audit/<perod>', says: /no placeholder <perod>; perhaps <period> is meant/},
    {input: 'directory', value: 'audit/<Tenant>', says: /perhaps <tenant> is meant/},
    {input: 'directory', value: 'audit/<month>', says: /there are <tenant> and <period>/},
    {input: 'directory', value: 'audit/<<tenant>period>', says: /no placeholder/},
    {input: 'directory', value: 'audit/<period', says: /a < stands in it alone/},
    {input: 'directory', value: 'audit/<peri/od>', says: /no placeholder/},
    {input: 'directory', value: '<period>/../..', says: /leads out/},
    {input: 'parts-directory', value: 'parts/<period>', says: /nothing stands for < and >/},
    {input: 'parts-directory', value: '../parts', says: /leads out/},
    {input: 'columns', value: 'wide', says: /cmdlet, flat or both/},
    {input: 'flat-guard', value: 'numbers', says: /formulas or all/},
    {input: 'formats', value: 'csv,xlsx', says: /“xlsx” is not one/},
    {input: 'formats', value: ',', says: /names nothing/},
    {input: 'upload', value: 'maybe', says: /true or false/},
    {input: 'upload', value: 'on', says: /true or false/},
    {input: 'artifact-name', value: 'audit/<period>', says: /\/ can’t stand/},
    {input: 'artifact-name', value: 'audit-<month>', says: /no placeholder <month>/},
    {input: 'retention-days', value: '401', says: /0 to 400/},
    {input: 'retention-days', value: '-1', says: /whole number/},
    {input: 'retention-days', value: '1.5', says: /whole number/},
    {input: 'allow-public', value: '2', says: /true or false/},
    {input: 'fail-on', value: 'never,high', says: /never alone/},
    {input: 'fail-on', value: 'critical', says: /“critical” is not one/},
    {input: 'concurrency', value: '0', says: /1 to 10/},
    {input: 'concurrency', value: '11', says: /1 to 10/},
    {input: 'concurrency', value: 'two', says: /whole number/},
    {input: 'github-token', value: 'a\nb', says: /more than one line/, hides: 'a\nb'},
  ] as {input: string; value: string; says: RegExp; code?: string; hides?: string}[])(
    '$input: $value',
    ({input, value, says, code, hides}) => {
      const mistakes = mistakesOf({inputs: {...signIn, [input]: value}})
      expect(mistakes).toHaveLength(1)
      const told = mistakes.map(explain).join()
      expect(told).toMatch(says)
      expect(told).toContain(`\`${input}\` is `)
      expect(mistakes[0]?.code).toBe(code ?? `INPUT_${input.toUpperCase().replaceAll('-', '_')}`)
      if (hides) expect(told).not.toContain(hides)
      else if (value.length < 60 && !/[\r\n]/.test(value)) expect(told).toContain(`“${value}”`)
    },
  )

  test.each(['gcc-high', 'dod', 'china'])('name Graph as a source in %s, which lacks it', cloud => {
    const mistakes = mistakesOf({inputs: {...signIn, cloud, source: 'graph'}})
    expect(mistakes.map(mistake => mistake.code)).toEqual(['INPUT_SOURCE'])
    expect(mistakes.map(explain).join()).toContain(`Graph has no audit log query in the cloud ${cloud}`)
    expect(settingsOf({inputs: {...signIn, cloud, source: 'auto'}})).toMatchObject({source: 'auto'})
  })

  test('are told all at once, each with what to do', () => {
    const mistakes = mistakesOf({
      inputs: {period: '2026-13', timezone: 'Mars/Olympus', upload: 'maybe', 'encrypt-to': 'age1x', perod: 'x'},
    })
    expect(mistakes.map(mistake => mistake.code)).toEqual([
      'INPUT_UNKNOWN',
      'INPUT_PERIOD',
      'INPUT_TIMEZONE',
      'INPUT_ENCRYPT_TO',
      'INPUT_UPLOAD',
      'INPUT_TENANT_ID',
      'INPUT_CLIENT_ID',
      'INPUT_CERTIFICATE',
    ])
    for (const mistake of mistakes) expect(mistake.remedy).toMatch(/[.?]$/)
  })

  test('name nothing of a secret but its length', () => {
    const inputs = {...signIn, 'certificate-file': 'x.pfx', 'pseudonym-key': 'k3y', 'github-token': '${{ bad }}'}
    const told = mistakesOf({inputs}).map(explain).join('\n')
    expect(told).toContain(
      '`certificate` is 7 characters (not shown): certificate-file is set too; expected exactly one',
    )
    expect(told).toContain('`pseudonym-key` is 3 characters (not shown)')
    for (const secret of ['MIIKPFX', 'hunter2', 'k3y', '{ bad }']) expect(told).not.toContain(secret)
  })

  test('show no key that was pasted into the wrong input', () => {
    const key = `-----BEGIN PRIVATE KEY-----\n${'A'.repeat(300)}`
    const {masks, parsed} = parse({inputs: {...signIn, certificate: '', 'certificate-file': key}})
    const told = 'mistakes' in parsed ? parsed.mistakes.map(explain).join() : ''
    expect(told).toContain('content')
    expect(told).not.toContain('BEGIN')
    expect(masks).toContain(key)
    expect(
      mistakesOf({inputs: {...signIn, 'tenant-id': key}})
        .map(explain)
        .join(),
    ).not.toContain('BEGIN')
  })

  test('explain why a secret may have arrived as nothing, and what GitHub’s token takes', () => {
    const [mistake, ...others] = mistakesOf({inputs: {...signIn, certificate: '', 'certificate-password': ''}})
    expect(others).toEqual([])
    expect(mistake?.message).toBe(
      '`certificate` is missing, and this job can’t ask for GitHub’s OIDC token in its place.',
    )
    expect(mistake?.remedy).toMatch(/id-token: write.*reusable workflow.*does not exist arrives as nothing.*forks/)
  })

  test('are none where GitHub’s token stands for the certificate', () => {
    const inputs = {...signIn, certificate: '', 'certificate-password': ''}
    expect(settingsOf({inputs, idToken})).toMatchObject({signIn: {credential: {from: 'federation'}}})
  })

  test('find a vault that cannot be reached', () => {
    const [mistake, ...others] = mistakesOf({inputs: {...signIn, ...inVault}})
    expect(others).toEqual([])
    expect(mistake?.code).toBe('INPUT_KEY_VAULT_TOKEN')
    expect(mistake?.remedy).toMatch(
      /az account get-access-token --resource https:\/\/vault\.azure\.net.*id-token: write/,
    )
    expect(settingsOf({inputs: {...signIn, ...inVault}, idToken})).toMatchObject({
      signIn: {credential: {from: 'vault'}},
    })
  })

  test('find a vault beside a certificate, a password for it, and a token for none', () => {
    const given = (inputs: Record<string, string>) =>
      mistakesOf({inputs: {...signIn, ...inputs}, idToken}).map(({code, message}) => `${code} ${message}`)
    expect(given({'key-vault-certificate': vaultId})).toEqual([
      expect.stringMatching(/^INPUT_CERTIFICATE .*key-vault-certificate is set too; expected exactly one/),
    ])
    expect(given({...inVault, 'certificate-password': 'hunter2'})).toEqual([
      expect.stringMatching(/^INPUT_CERTIFICATE_PASSWORD .*has no password/),
    ])
    expect(given({'key-vault-token': 'eyJ0'})).toEqual([
      expect.stringMatching(/^INPUT_KEY_VAULT_TOKEN .*no key-vault-certificate/),
    ])
  })

  test.for([
    ['http://contoso-audit.vault.azure.net/certificates/m365', /https/],
    ['https://contoso-audit.vault.azure.net/secrets/m365', /one of the secrets/],
    ['https://contoso-audit.vault.azure.net/m365', /path/],
    ['https://contoso-audit.vault.azure.net/certificates/', /path|names no certificate/],
    ['https://contoso-audit.vault.azure.net/certificates/m365/latest', /32 hexadecimal/],
    ['https://contoso-audit.vault.azure.net.evil.example/certificates/m365', /not a host of Key Vault/],
    ['https://a@contoso-audit.vault.azure.net/certificates/m365', /more than host and path/],
    ['https://contoso-audit.vault.azure.net:8443/certificates/m365', /more than host and path/],
    ['https://contoso.audit.vault.azure.net/certificates/m365', /not a vault/],
    ['https://contoso-audit.vault.usgovcloudapi.net/certificates/m365', /the cloud is worldwide/],
    ['contoso-audit', /no URL/],
  ] as const)('tell why key-vault-certificate %s is none', ([value, says]) => {
    const [mistake, ...others] = mistakesOf({
      inputs: {...signIn, ...inVault, 'key-vault-certificate': value},
      idToken,
    })
    expect(others).toEqual([])
    expect(mistake?.code).toBe('INPUT_KEY_VAULT_CERTIFICATE')
    expect(mistake?.message).toMatch(says)
  })

  test('find a password without a certificate', () => {
    const [mistake] = mistakesOf({inputs: {...signIn, certificate: ''}, idToken})
    expect(mistake?.message).toBe('`certificate` is missing, though certificate-password is given.')
  })

  test('find a record type both wanted and not', () => {
    const [mistake] = mistakesOf({inputs: {...signIn, 'record-types': 'A1,B', 'exclude-record-types': 'b'}})
    expect(mistake).toMatchObject({
      code: 'INPUT_EXCLUDE_RECORD_TYPES',
      message: expect.stringContaining('asks for B too'),
    })
  })

  test.for(['flat', 'both'])('columns: %s without a CSV is a contradiction', columns => {
    const [mistake, ...others] = mistakesOf({inputs: {...signIn, formats: 'jsonl,parquet', columns}})
    expect(others).toEqual([])
    expect(mistake).toMatchObject({code: 'INPUT_COLUMNS', message: expect.stringContaining('has none')})
    expect(mistake?.remedy).toContain('Add `csv` to formats')
  })

  test('flat-guard: all without a flat CSV is a contradiction', () => {
    const [mistake, ...others] = mistakesOf({inputs: {...signIn, 'flat-guard': 'all'}})
    expect(others).toEqual([])
    expect(mistake).toMatchObject({code: 'INPUT_FLAT_GUARD', message: expect.stringContaining('none is written')})
    expect(mistake?.remedy).toContain('columns: both')
  })

  test.for([
    ['tenant_id', 'tenant-id'],
    ['perod', 'period'],
    ['record-type', 'record-types'],
    ['certificate-pasword', 'certificate-password'],
    ['encrypt_to', 'encrypt-to'],
  ])('%s on a runner was meant to be %s', ([name = '', meant = '']) => {
    const [mistake] = mistakesOf({inputs: {...signIn, [name]: 'x'}})
    expect(mistake).toMatchObject({code: 'INPUT_UNKNOWN', remedy: `Did you mean \`${meant}\`?`})
  })

  test('of a file of tenants without a choice of tenants ask for no id, which the file has', () => {
    const inputs = {mode: 'export', tenants: 'tenants.yml', 'certificate-file': 'audit.pfx'}
    const inTerminal = mistakesOf({inputs, kind: 'terminal'})
    expect(inTerminal.map(({code}) => code)).toEqual(['INPUT_TENANT'])
    expect(inTerminal[0]?.remedy).toContain('--tenant ')
    expect(mistakesOf({inputs})[0]?.remedy).toContain('tenant: ${{ matrix.tenant }}')
  })

  test.each([
    ['period', 'previos-day', 'perhaps previous-day is meant'],
    ['period', 'last_24h', 'perhaps last-24h is meant'],
    ['backfill', 'x', 'expected auto, or a whole number from 0 to 12'],
  ])('%s “%s” says what is understood', (name, text, words) => {
    const found = mistakesOf({inputs: {mode: 'demo', [name]: text}})
    expect(found.map(({message}) => message).join()).toContain(words)
  })

  test('are not found in variables of others on a runner', () => {
    expect(exported({version: '1', whatever: 'x'})).toBeDefined()
  })

  test('of a command line are told in its own words', () => {
    const mistakes = mistakesOf({
      kind: 'terminal',
      command: 'verify',
      inputs: {perod: 'x', whatever: 'x'},
      strays: ['folder', 'another', '-v'],
    })
    expect(mistakes.map(explain)).toEqual([
      'There is no option --perod. [INPUT_UNKNOWN] Did you mean --period?',
      'There is no option --whatever. [INPUT_UNKNOWN] The command with --help lists the options.',
      '“another” belongs to no option. [INPUT_UNKNOWN] Options are written --name VALUE or --name=VALUE.',
      '“-v” belongs to no option. [INPUT_UNKNOWN] Options are written --name VALUE or --name=VALUE.',
    ])
  })

  test('find a mode that contradicts the command', () => {
    const [mistake] = mistakesOf({kind: 'terminal', command: 'verify', inputs: {mode: 'demo'}})
    expect(mistake).toMatchObject({code: 'INPUT_MODE', message: expect.stringContaining('the command is verify')})
  })
})

describe('lists', () => {
  const anItem = fc.string({minLength: 1}).filter(text => text.trim() !== '')
  const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`
  const isPlain = (text: string) => text === text.trim() && !/^"|[,\r\n]/.test(text)

  test('give back every item that was quoted as in CSV, or needs no quotes', () => {
    const written = fc.tuple(anItem, fc.boolean(), fc.constantFrom(',', '\n', ' , ', '\r\n'))
    fc.assert(
      fc.property(fc.array(written), items => {
        const text = items.map(([item, bare, end]) => `${bare && isPlain(item) ? item : quoted(item)}${end}`).join('')
        expect(listReader(text)).toEqual({ok: [...new Set(items.map(([item]) => item))]})
      }),
    )
  })

  test('have an end for every text', () => {
    fc.assert(fc.property(fc.string(), text => 'ok' in listReader(text) || 'wrong' in listReader(text)))
  })

  test.each(['"Budget, final', 'one, "two" three', '"a"b'])('say of %s that a quote is not closed', text => {
    expect(codesOf({...signIn, 'object-ids': text})).toEqual(['INPUT_OBJECT_IDS'])
    expect(codesOf({...signIn, 'record-types': text})).toEqual(['INPUT_RECORD_TYPES'])
  })
})
